#include "round.h"
#include <iostream>
#include <memory>
#include <thread>

struct Feet : Unit {
	std::string of(long n) const override { return std::to_string(n) + " ft"; }
};

int main()
{
	std::string why;
	std::cout << "second caught of first: " << caught() << '\n';
	std::cout << "first caught of second: " << refuses(refuse_round, why) << ' ' << why << '\n';
	std::cout << "first caught of program: "
		  << refuses([] { throw Refused("in the program"); }, why) << ' ' << why << '\n';
	for (void (*function)() : {+[] { refuse("in the first package"); }, refuse_round}) {
		try {
			function();
		} catch (const Refused &error) {
			std::cout << "program caught: " << error.what() << '\n';
		}
	}

	std::unique_ptr<Shape> circle(make_circle()), box(make_box());
	Box<int> own(7);
	auto *cast = dynamic_cast<Circle *>(circle.get());
	std::cout << "casts: " << (cast ? cast->radius : 0) << ' ' << value_of(*box) << ' '
		  << value_of(own) << ' ' << (dynamic_cast<Box<int> *>(box.get()) != nullptr) << ' '
		  << value_of(*circle) << '\n';
	std::cout << "types: " << (type_of(*circle) == typeid(Circle))
		  << (type_of(*box) == typeid(Box<int>)) << (type_of(own) == typeid(Box<int>))
		  << (type_of(*box) == typeid(Circle)) << '\n';

	std::thread([] {
		depth = 9;
		trail_here() += ", and of a thread";
		std::cout << "thread: " << depth_here() << ' ' << trail << '\n';
	}).join();
	std::cout << "main thread: " << depth_here() << ' ' << trail_here() << '\n';

	std::cout << "facets: " << length(metric(), 4) << ", "
		  << length(std::locale(std::locale::classic(), new Feet), 4) << '\n';
}
