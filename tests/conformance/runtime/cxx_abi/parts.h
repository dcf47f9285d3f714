/* What passes between an object of one compiler and one of the other: nothing of the library. */
#pragma once

struct Top {
	int top = 1;
	virtual ~Top();
	virtual int number() const { return top; }
	virtual Top *clone() const;
};
struct Left : virtual Top {
	char left = 2;
	int number() const override;
};
struct Right : virtual Top {
	double right = 3;
	virtual long wide() const { return 30; }
};
struct Bottom : Left, Right {
	short bottom = 4;
	Bottom *clone() const override;
	long wide() const override;
};
struct Empty {};
struct Packed : Empty {
	int first : 5, second : 11;
	bool third : 1;
	alignas(16) float fourth[3];
	long double fifth;
};
struct Tracked {
	int value;
	static int alive;
	explicit Tracked(int value) : value(value) { alive++; }
	Tracked(const Tracked &other) : value(other.value + 1) { alive++; }
	~Tracked() { alive--; }
};
struct Thrown { int code; virtual ~Thrown() = default; };
struct ThrownMore : Top, Thrown { explicit ThrownMore(int n) { code = n; } };
enum class Colour : unsigned char { red, green = 200 };
using Member = int (Top::*)() const;
using Field = int Top::*;
namespace outer { inline namespace v2 { template <class T, int N> struct Box { T values[N]; T sum() const; }; } }
extern template struct outer::Box<long double, 3>;

Tracked pass_tracked(Tracked value);
Packed pass_packed(Packed value, Empty, Colour colour);
Member pick(int which);
int apply(const Top &object, Member member, Field field);
int visit(Top *top);
void throws(int how);
int catches(void (*function)(int), int how);
__int128 wide_number(__int128 n, char16_t, char32_t, wchar_t, bool);
long double sum(long double a, float b, double c, long double &&d);
int overloaded(int);
int overloaded(unsigned long);
int overloaded(const char *);
int variadic(int count, ...);
int operator+(const Tracked &a, const Tracked &b);
extern thread_local Tracked per_thread;
inline int &counter() { static int count; return count; }
int count_there();
template <class F> int call(F function) { return function(5); }
using Noexcept = int (*)(int) noexcept;
int call_noexcept(Noexcept function);
