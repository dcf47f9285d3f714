#include "parts.h"
#include <cstdarg>

int Tracked::alive;
thread_local Tracked per_thread(1000);

Top::~Top() { counter() += 100; }
Top *Top::clone() const { return new Top(*this); }
int Left::number() const { return top * 10 + left; }
Bottom *Bottom::clone() const { return new Bottom(*this); }
long Bottom::wide() const { return bottom * 1000 + static_cast<long>(right); }
template <class T, int N> T outer::Box<T, N>::sum() const
{
	T total = 0;
	for (T value : values)
		total += value;
	return total;
}
template struct outer::Box<long double, 3>;

Tracked pass_tracked(Tracked value) { return Tracked(value.value * 2); }
Packed pass_packed(Packed value, Empty, Colour colour)
{
	value.first = -value.first;
	value.second += static_cast<int>(colour);
	value.third = !value.third;
	value.fourth[2] += value.fourth[0];
	value.fifth *= 2;
	return value;
}
Member pick(int which) { return which ? &Top::number : nullptr; }
int apply(const Top &object, Member member, Field field) { return member ? (object.*member)() + object.*field : -1; }
int visit(Top *top)
{
	auto *right = dynamic_cast<Right *>(top);
	auto *bottom = dynamic_cast<Bottom *>(right);
	return (right ? static_cast<int>(right->wide()) : 0) + (bottom ? bottom->bottom : 0);
}
void throws(int how)
{
	Tracked here(how);
	switch (how) {
	case 0: throw 42;
	case 1: throw ThrownMore(7);
	case 2: throw &per_thread;
	case 3: throw Tracked(5);
	default: throw static_cast<const char *>("text");
	}
}
int catches(void (*function)(int), int how)
{
	try {
		Tracked here(how);
		function(how);
	} catch (int n) {
		return n;
	} catch (const Thrown &thrown) {
		return thrown.code;
	} catch (Top *) {
		return -1;
	} catch (Tracked *tracked) {
		return tracked->value;
	} catch (Tracked &tracked) {
		return tracked.value;
	} catch (...) {
		return -2;
	}
	return -3;
}
__int128 wide_number(__int128 n, char16_t a, char32_t b, wchar_t c, bool d) { return (n << 3) + a + b + c + d; }
long double sum(long double a, float b, double c, long double &&d) { return a + b + c + (d += 1); }
int overloaded(int) { return 1; }
int overloaded(unsigned long) { return 2; }
int overloaded(const char *) { return 3; }
int variadic(int count, ...)
{
	va_list list;
	va_start(list, count);
	int total = 0;
	while (count--)
		total += static_cast<int>(va_arg(list, double)) + static_cast<int>(va_arg(list, long double)) + va_arg(list, int);
	va_end(list);
	return total;
}
int operator+(const Tracked &a, const Tracked &b) { return a.value + b.value; }
int count_there() { return ++counter(); }
int call_noexcept(Noexcept function) { return function(1); }
