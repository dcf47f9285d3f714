#include "shapes.h"
#include <atomic>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <regex>
#include <sstream>
#include <thread>
#include <typeinfo>

struct Square : Shape {
	std::string name() const override { return "square"; }
};

static void fail() { throw std::out_of_range("from the program, through the library"); }

int main()
{
	std::unique_ptr<Shape> shape(make_circle());
	const Shape &known = *shape;
	auto *circle = dynamic_cast<Circle *>(shape.get());
	std::cout << "cast " << (circle ? circle->radius : 0) << ' ' << circle->name() << '\n';
	std::cout << "no cast " << (dynamic_cast<Square *>(shape.get()) == nullptr) << '\n';
	std::cout << "typeid " << (typeid(known) == typeid(Circle)) << '\n';

	try {
		raise("thrown");
	} catch (const std::exception &error) {
		std::cout << "caught " << error.what() << '\n';
	}
	try {
		call_back(fail);
	} catch (const std::logic_error &error) {
		std::cout << "through " << error.what() << ' ' << Guard::released() << '\n';
	}
	try {
		try {
			raise("again");
		} catch (...) {
			std::throw_with_nested(std::runtime_error("outer"));
		}
	} catch (const std::nested_exception &error) {
		try {
			error.rethrow_nested();
		} catch (const Problem &) {
			std::cout << "nested\n";
		}
	}

	std::exception_ptr carried;
	std::thread([&] {
		level = 9;
		try {
			raise("in a thread");
		} catch (...) {
			carried = std::current_exception();
		}
	}).join();
	std::cout << "threads " << level << ' ' << (carried != nullptr) << '\n';

	std::cout << "facet " << std::use_facet<Facet>(with_facet()).value << '\n';
	std::ostringstream upper;
	for (char c : std::string("abc"))
		upper << std::toupper(c, std::locale::classic());
	std::cout << "locale " << upper.str() << '\n';
	int number = 0;
	std::istringstream("0x2a") >> std::hex >> number;
	std::cout << "streams " << number << '\n';
	std::cout << "regex " << std::regex_replace("a1b22", std::regex("[0-9]+"), "#") << '\n';
	std::cout << "path " << std::filesystem::path("/a/b.tar").extension().string() << '\n';

	std::cout << "digits " << std::numeric_limits<long double>::digits << '\n';
	print(std::cout, std::sqrt(2.0L));
	std::cout << product({1.5L, 2.25L}, {-0.5L, 3}) << '\n';
	std::istringstream text("3.14159265358979323846264338327950288");
	long double value = 0;
	text >> value;
	std::cout << value << ' ' << static_cast<long long>(value * 1e15L) << '\n';
	std::cout << std::stold("1e15") << ' ' << std::to_string(2.5L) << '\n';
	struct alignas(16) Wide {
		long a, b;
	};
	std::atomic<Wide> wide(Wide{1, 2});
	Wide next = wide.load();
	next.b++;
	wide.store(next);
	std::cout << "atomic " << wide.load().b << '\n';
}
