#include "base.h"

Shape::~Shape() = default;
std::locale::id Unit::id;
thread_local int depth = 1;
thread_local std::string trail = "of the first package";

void refuse(const std::string &why) { throw Refused(why); }
bool refuses(void (*function)(), std::string &why)
{
	try {
		function();
	} catch (const Refused &error) {
		why = error.what();
		return true;
	}
	return false;
}
const std::type_info &type_of(const Shape &shape) { return typeid(shape); }

namespace {
struct Metres : Unit {
	std::string of(long n) const override { return std::to_string(n) + " m"; }
};
}
std::locale metric() { return std::locale(std::locale::classic(), new Metres); }
