#include "shapes.h"
#include <ostream>

Shape::~Shape() = default;
std::string Circle::name() const { return "circle"; }
Problem::~Problem() = default;
std::locale::id Facet::id;
thread_local int level = 1;

Guard::~Guard() { released()++; }
int &Guard::released()
{
	static int count;
	return count;
}

Shape *make_circle() { return new Circle; }
void raise(const std::string &text) { throw Problem(text + ", in more than fits a short string"); }
void call_back(void (*function)())
{
	Guard guard;
	function();
}
void print(std::ostream &out, long double value)
{
	out.precision(30);
	out << value << '\n';
}
std::locale with_facet() { return std::locale(std::locale::classic(), new Facet); }
std::complex<long double> product(std::complex<long double> a, std::complex<long double> b)
{
	return a * b;
}
