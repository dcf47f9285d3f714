/* Who catches what, in which order destructors run, and what the library itself throws. */
#include <algorithm>
#include <cstdio>
#include <exception>
#include <functional>
#include <future>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <typeinfo>
#include <variant>
#include <vector>

struct Loud {
	int n;
	explicit Loud(int n) : n(n) { std::printf("+%d", n); }
	Loud(const Loud &other) : n(other.n + 100) { std::printf("c%d", n); }
	~Loud() { std::printf("-%d/%d", n, std::uncaught_exceptions()); }
};
struct Base { virtual ~Base() = default; };
struct Left : virtual Base {};
struct Right : virtual Base {};
struct Both : Left, Right {};

static void thrower(int depth)
{
	Loud here(depth);
	if (depth == 3)
		throw Both();
	thrower(depth + 1);
}

struct Part {
	Loud first{10};
	Loud second;
	explicit Part(bool fails) try : second(fails ? throw std::logic_error("part") : 11) {
	} catch (const std::logic_error &error) {
		std::printf("[%s]", error.what());
	}
};

static void unwrap(const std::exception &error, int level = 0)
{
	std::printf("%*s%s\n", level, "", error.what());
	try {
		std::rethrow_if_nested(error);
	} catch (const std::exception &inner) {
		unwrap(inner, level + 1);
	}
}

template <class Error, class Action> static void expect(const char *name, Action action)
{
	try {
		action();
		std::printf("%s: nothing\n", name);
	} catch (const Error &) {
		std::printf("%s: caught\n", name);
	}
}

/* A compiler may leave out what nobody sees: a block that is allocated and given back. */
static volatile std::size_t huge = ~std::size_t(0) / 4;
static char *volatile kept_block;

static int throw_number() { throw 5; }

int main()
{
	try {
		thrower(1);
	} catch (const Base &) {
		std::puts(" base");
	}
	try {
		Part part(true);
	} catch (...) {
		std::puts(" rethrown");
	}
	try {
		Loud values[] = {Loud(21), Loud(22), Loud(throw_number())};
	} catch (long) {
		std::puts("long");
	} catch (int n) {
		std::printf(" int %d\n", n);
	}
	try {
		try {
			try {
				throw std::out_of_range("innermost");
			} catch (...) {
				std::throw_with_nested(std::runtime_error("middle"));
			}
		} catch (...) {
			std::throw_with_nested(std::invalid_argument("outermost"));
		}
	} catch (const std::exception &error) {
		unwrap(error);
	}
	std::exception_ptr kept;
	std::thread([&] {
		try {
			throw std::string("of another thread, in more than fits a short string");
		} catch (...) {
			kept = std::current_exception();
		}
	}).join();
	try {
		std::rethrow_exception(kept);
	} catch (const std::string &text) {
		std::puts(text.c_str());
	}
	auto answer = std::async(std::launch::async, []() -> int { throw std::domain_error("async"); });
	expect<std::domain_error>("future", [&] { answer.get(); });
	expect<std::out_of_range>("at", [] { std::vector<int>(3).at(3); });
	expect<std::out_of_range>("substr", [] { std::string("abc").substr(4); });
	expect<std::length_error>("reserve", [] { std::string().reserve(std::string::npos); });
	expect<std::bad_alloc>("new", [] { kept_block = new char[huge]; });
	expect<std::invalid_argument>("stoi", [] { std::stoi("x"); });
	expect<std::out_of_range>("stoi", [] { std::stoi("99999999999"); });
	expect<std::bad_function_call>("function", [] { std::function<void()>()(); });
	expect<std::bad_optional_access>("optional", [] { std::optional<int>().value(); });
	expect<std::bad_variant_access>("variant", [] { std::get<1>(std::variant<int, char>(1)); });
	expect<std::bad_cast>("cast", [] { Left left; (void)dynamic_cast<Right &>((Base &)left); });
	expect<std::bad_typeid>("typeid", [] { Base *none = nullptr; (void)typeid(*none).name(); });
	expect<std::future_error>("promise", [] { std::promise<int> p; p.set_value(1); p.set_value(2); });
	try {
		throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory), "open");
	} catch (const std::system_error &error) {
		std::printf("%s %d %d\n", error.what(), error.code().value(),
			    error.code() == std::errc::no_such_file_or_directory);
	}
	std::set_terminate([] { std::puts("terminated"); std::fflush(nullptr); std::_Exit(7); });
	[]() noexcept { throw 1; }();
}
