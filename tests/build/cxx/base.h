#pragma once
#include <locale>
#include <stdexcept>
#include <string>
#include <typeinfo>

struct Shape {
	virtual ~Shape();
	virtual std::string name() const = 0;
};

/* What has no function outside of its class: every library has its own description of it. */
template <class T> struct Box : Shape {
	T value;
	explicit Box(T value) : value(value) {}
	std::string name() const override { return "box"; }
};
struct Refused : std::runtime_error {
	using std::runtime_error::runtime_error;
};

struct Unit : std::locale::facet {
	static std::locale::id id;
	virtual std::string of(long) const = 0;
};

extern thread_local int depth;
extern thread_local std::string trail;

[[noreturn]] void refuse(const std::string &why);
bool refuses(void (*)(), std::string &why);
const std::type_info &type_of(const Shape &);
std::locale metric();
extern "C" int first_byte(int);
