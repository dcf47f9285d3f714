/* Every grammar of std::regex; matches, replacements and what is refused. */
#include <iostream>
#include <iterator>
#include <regex>
#include <string>

static void show(const char *pattern, const std::string &text, std::regex::flag_type flags = std::regex::ECMAScript)
{
	try {
		const std::regex expression(pattern, flags);
		std::smatch match;
		std::cout << pattern << ' ' << std::regex_match(text, expression);
		if (std::regex_search(text, match, expression)) {
			for (const auto &part : match)
				std::cout << " [" << part << ']';
			std::cout << " <" << match.prefix() << '>' << match.position();
		}
		std::cout << '\n';
	} catch (const std::regex_error &error) {
		std::cout << pattern << " error " << (error.code() == std::regex_constants::error_brack) << (error.code() == std::regex_constants::error_paren)
			  << (error.code() == std::regex_constants::error_brace) << '\n';
	}
}

int main()
{
	show("(\\w+)@(\\w+)\\.com", "mail to user@example.com now");
	show("^(a|ab)(c|bcd)(d*)$", "abcd");
	show("a{2,3}?", "aaaa");
	show("(?=b)b(?!c)", "bcbd");
	show("(a)|(b)", "b");
	show("([[:digit:]]+)[[:space:]]\\1", "12 12");
	show("[^a-c[:upper:]]", "aBcd");
	show("hello", "say HELLO", std::regex::icase);
	show("a\\{2\\}\\(b\\)", "aab", std::regex::basic);
	show("(a+|b){2}c?", "abaac", std::regex::extended);
	show("x|y", "zy", std::regex::egrep);
	show("a*b/c", "aab/c", std::regex::awk);
	show("\\bword\\b", "a word here");
	show("[a", "");
	show("(a", "");
	show("a{2", "");
	show("", "");
	const std::string text = "one=1; two=22; three=333";
	const std::regex pair("(\\w+)=(\\d+)");
	for (std::sregex_iterator i(text.begin(), text.end(), pair), end; i != end; ++i)
		std::cout << (*i)[1] << ':' << (*i)[2] << ' ';
	std::cout << '\n' << std::regex_replace(text, pair, "$2->$1 $& $$") << '\n';
	std::cout << std::regex_replace(text, pair, "*", std::regex_constants::format_first_only | std::regex_constants::format_no_copy) << '\n';
	const std::regex comma("[;=] ?");
	std::copy(std::sregex_token_iterator(text.begin(), text.end(), comma, -1), {}, std::ostream_iterator<std::string>(std::cout, "|"));
	std::cout << '\n' << pair.mark_count() << '\n';
}
