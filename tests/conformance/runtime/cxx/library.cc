/* Containers, algorithms, ranges, views, calendars and coroutines.

   flags: -std=c++20 */
#include <algorithm>
#include <any>
#include <bitset>
#include <chrono>
#include <compare>
#include <concepts>
#include <coroutine>
#include <deque>
#include <forward_list>
#include <functional>
#include <iostream>
#include <list>
#include <map>
#include <numeric>
#include <optional>
#include <queue>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

struct Generator {
	struct promise_type {
		int value = 0;
		Generator get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
		std::suspend_always initial_suspend() { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		std::suspend_always yield_value(int next) { value = next; return {}; }
		void return_void() {}
		void unhandled_exception() { throw; }
	};
	std::coroutine_handle<promise_type> handle;
	~Generator() { handle.destroy(); }
	bool next() { handle.resume(); return !handle.done(); }
};
static Generator fibonacci(int count)
{
	for (int a = 0, b = 1; count--; b = std::exchange(a, b) + b)
		co_yield b;
	throw 7;
}
struct Version {
	int major, minor;
	auto operator<=>(const Version &) const = default;
};
template <std::integral T> constexpr T twice(T n) { return n * 2; }
constexpr auto squares = [] { std::array<int, 5> a{}; for (int i = 0; i < 5; i++) a[i] = i * i; return a; }();

int main()
{
	std::vector<int> numbers(20);
	std::iota(numbers.begin(), numbers.end(), 1);
	std::ranges::reverse(numbers);
	std::stable_sort(numbers.begin(), numbers.end(), [](int a, int b) { return a % 3 < b % 3; });
	for (int n : numbers | std::views::filter([](int n) { return n % 2; }) | std::views::transform(twice<int>) | std::views::take(6))
		std::cout << n << ' ';
	std::nth_element(numbers.begin(), numbers.begin() + 5, numbers.end());
	std::cout << numbers[5] << ' ' << std::accumulate(numbers.begin(), numbers.end(), 0) << ' ' << std::reduce(numbers.begin(), numbers.end()) << '\n';
	std::map<std::string, std::vector<int>, std::less<>> map{{"b", {1}}, {"a", {2, 3}}};
	auto node = map.extract("b");
	node.key() = "c";
	map.insert(std::move(node));
	map.try_emplace("d", 2, 9);
	for (const auto &[key, values] : map)
		std::cout << key << values.size();
	std::cout << map.contains(std::string_view("c")) << map.lower_bound("b")->first << '\n';
	std::unordered_map<std::string, int> hashed;
	for (const char *word : {"x", "y", "x", "z", "x"})
		hashed[word]++;
	std::multiset<int, std::greater<>> many{3, 1, 3, 2};
	std::priority_queue<int> heap({}, {4, 9, 2});
	std::deque<int> deque{1, 2, 3};
	deque.push_front(0);
	std::list<int> list{5, 3, 4}, other{1, 9};
	list.sort();
	list.merge(other);
	std::forward_list<int> forward{1, 1, 2};
	forward.unique();
	std::cout << hashed["x"] << hashed.size() << many.count(3) << *many.begin() << heap.top() << deque[3] << list.back() << std::distance(forward.begin(), forward.end()) << ' ' << std::bitset<12>("1011").flip() << '\n';
	std::variant<int, std::string, double> variant = "text";
	std::any any = Version{1, 2};
	std::optional<std::string> none;
	auto tuple = std::tuple_cat(std::make_tuple(1, 'c'), std::pair(2.5, "s"));
	std::cout << std::visit([](const auto &value) { return sizeof(value) > 8; }, variant) << variant.index() << std::any_cast<Version>(any).minor << none.value_or("none") << std::get<3>(tuple) << std::tuple_size_v<decltype(tuple)> << '\n';
	std::cout << (Version{1, 2} < Version{1, 10}) << (Version{2, 0} == Version{2, 0}) << std::is_eq(1 <=> 1) << squares[4] << '\n';
	auto bound = std::bind(std::minus<>(), std::placeholders::_2, 10);
	std::function<int(int)> fact = [&](int n) { return n < 2 ? 1 : n * fact(n - 1); };
	std::cout << bound(0, 52) << ' ' << fact(10) << ' ' << std::invoke(&Version::major, Version{8, 1}) << '\n';
	Generator generator = fibonacci(8);
	try {
		while (generator.next())
			std::cout << generator.handle.promise().value << ',';
	} catch (int n) {
		std::cout << " thrown " << n << '\n';
	}
	using namespace std::chrono;
	const year_month_day leap = 2024y / February / last;
	std::cout << unsigned(leap.day()) << (sys_days(leap) - sys_days(1970y / 1 / 1)).count() << weekday(sys_days(leap)).c_encoding() << duration_cast<minutes>(7265s).count() << floor<hours>(-1min).count()
		  << hh_mm_ss(3725s).minutes().count() << (steady_clock::now() >= steady_clock::time_point()) << '\n';
	int raw[] = {1, 2, 3, 4};
	std::span<int> span(raw);
	std::string_view view = "some words here";
	std::cout << span.subspan(1, 2).size() << span.back() << view.substr(5, 5) << view.starts_with("some") << view.find_last_of('e') << std::ranges::count(view, 'e') << '\n';
	std::string text = "replace this";
	text.replace(0, 7, "changed").insert(0, 3, '-').erase(text.size() - 2);
	std::cout << text << (text.compare("x") < 0) << text.rfind("n") << std::hash<std::string>()("a") % 1 << std::string("a") + 'b' + "c" << '\n';
}
