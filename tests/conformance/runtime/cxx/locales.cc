/* Facets of the C locale, of one's own, and conversions.

   flags: -std=c++20 */
#include <ctime>
#include <iomanip>
#include <iostream>
#include <locale>
#include <sstream>
#include <string>

struct Grouped : std::numpunct<char> {
	char do_decimal_point() const override { return ','; }
	char do_thousands_sep() const override { return '.'; }
	std::string do_grouping() const override { return "\3\2"; }
	std::string do_truename() const override { return "wahr"; }
};
struct Vowels : std::ctype<char> {
	static const mask *table()
	{
		static mask own[table_size];
		for (std::size_t i = 0; i < table_size; i++)
			own[i] = classic_table()[i];
		own['a'] = static_cast<mask>(own['a'] | space);
		return own;
	}
	Vowels() : std::ctype<char>(table()) {}
};
struct Counter : std::locale::facet {
	static std::locale::id id;
	int count = 17;
};
std::locale::id Counter::id;

int main()
{
	std::ostringstream out;
	out.imbue(std::locale(std::locale(), new Grouped));
	out << 1234567890 << ' ' << 1234567.875 << ' ' << std::fixed << std::setprecision(2) << 98765.432L << ' ' << std::boolalpha << true << '\n';
	std::istringstream in("1.23.456 7,5");
	in.imbue(out.getloc());
	long number = 0;
	double real = 0;
	in >> number >> real;
	out << number << ' ' << real;
	std::cout << out.str() << '\n';
	std::istringstream words("bcadae f");
	words.imbue(std::locale(std::locale(), new Vowels));
	for (std::string word; words >> word;)
		std::cout << word << '.';
	std::cout << '\n';
	std::locale with(std::locale(), new Counter);
	std::cout << std::has_facet<Counter>(with) << std::has_facet<Counter>(std::locale()) << std::use_facet<Counter>(with).count << '\n';
	try {
		std::use_facet<Counter>(std::locale::classic());
	} catch (const std::bad_cast &) {
		std::cout << "bad_cast\n";
	}
	try {
		std::locale none("no_SUCH.locale");
	} catch (const std::runtime_error &) {
		std::cout << "runtime_error\n";
	}
	std::cout << std::locale("C").name() << ' ' << ' ' << with.name() << '\n';
	std::tm time{};
	time.tm_year = 124, time.tm_mon = 1, time.tm_mday = 29, time.tm_wday = 4, time.tm_hour = 13, time.tm_yday = 59;
	std::cout << std::put_time(&time, "%Y-%m-%d %H:%M:%S %A %B %j %p %x %X %c %%") << '\n';
	std::tm read{};
	std::istringstream date("2024-02-29 13:05:59 Feb Thursday");
	date >> std::get_time(&read, "%Y-%m-%d %H:%M:%S %b %A");
	std::cout << date.fail() << read.tm_year << ' ' << read.tm_mon << ' ' << read.tm_mday << ' ' << read.tm_hour << read.tm_min << read.tm_sec << ' ' << read.tm_wday << '\n';
	const auto &kinds = std::use_facet<std::ctype<char>>(std::locale::classic());
	int bits = 0;
	for (int c = 0; c < 128; c++)
		for (auto mask : {std::ctype_base::alpha, std::ctype_base::digit, std::ctype_base::punct, std::ctype_base::space, std::ctype_base::cntrl, std::ctype_base::upper})
			bits = (bits * 33 + kinds.is(mask, static_cast<char>(c))) % 1000003;
	std::cout << bits << kinds.toupper('x') << std::tolower('Q', std::locale()) << '\n';
	const auto &collate = std::use_facet<std::collate<char>>(std::locale::classic());
	const char a[] = "alpha", b[] = "beta";
	std::cout << collate.compare(a, a + 5, b, b + 4) << ' ' << (collate.transform(a, a + 5) == "alpha") << '\n';
	std::cout << std::showbase << std::put_money(123456.0L) << ' ' << std::use_facet<std::moneypunct<char>>(std::locale()).frac_digits() << '\n';
	const auto &convert = std::use_facet<std::codecvt<char32_t, char8_t, std::mbstate_t>>(std::locale::classic());
	char8_t utf[8], *end;
	char32_t back[4], *last;
	const char32_t source[] = {U'\u00e9', U'\U0001F600'};
	const char32_t *next;
	const char8_t *from;
	std::mbstate_t state{};
	int result = convert.out(state, source, source + 2, next, utf, utf + 8, end);
	result += convert.in(state, utf, end, from, back, back + 4, last);
	std::cout << result << ' ' << end - utf << ' ' << (last - back) << ' ' << (back[1] == source[1]) << ' ' << int(utf[0]) << ' ' << convert.max_length() << '\n';
}
