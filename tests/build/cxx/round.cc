#include "round.h"

std::string Circle::name() const { return "circle"; }
Shape *make_circle() { return new Circle; }
Shape *make_box() { return new Box<int>(5); }
int value_of(Shape &shape)
{
	auto *box = dynamic_cast<Box<int> *>(&shape);
	return box ? box->value : 0;
}
std::string caught()
{
	try {
		refuse("in the first package");
	} catch (const Refused &error) {
		return error.what();
	}
}
void refuse_round() { throw Refused("in the second package"); }
int depth_here() { return depth; }
std::string &trail_here() { return trail; }
std::string length(const std::locale &where, long n) { return std::use_facet<Unit>(where).of(n); }
