#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <limits>
#include <sstream>

using Limits = std::numeric_limits<long double>;
using Complex = std::complex<long double>;

// Not known to the compiler: clang and gcc round constant expressions of IBM's format differently.
static volatile long double one = 1;

static const long double values[] = {
	0.0L, -0.0L, 1.0L, one / 3, -2 * one / 7, 1e-30L, 1e30L, 123456789012345678901234567890.0L,
	3.14159265358979323846264338327950288L, 9007199254740993.0L, 18446744073709551615.0L, -1.5e-5L,
};

static void show(const char *name, long double x)
{
	std::printf("%s %.31Lf %.31Le %La %Lg\n", name, x, x, x, x);
	std::cout << std::setprecision(31) << x << ' ' << std::scientific << x << ' '
		  << std::defaultfloat << std::setprecision(6) << x << '\n'
		  << std::flush;
}

int main()
{
	std::printf("%d %d %d %d %d %d\n", Limits::digits, Limits::digits10, Limits::max_digits10,
		    Limits::max_exponent, Limits::min_exponent, (int)sizeof(long double));
	show("max", Limits::max());
	show("min", Limits::min());
	show("lowest", Limits::lowest());
	show("epsilon", Limits::epsilon());
	show("denormal", Limits::denorm_min());
	for (long double a : values) {
		show("value", a);
		show("sqrt", sqrtl(a < 0 ? -a : a));
		show("cbrt", std::cbrt(a));
		show("floor", std::floor(a));
		if (a > -9e18L && a < 9e18L)
			std::printf("%lld\n", (long long)a);
		if (a > -1 && a < 1.8e19L)
			std::printf("%llu\n", (unsigned long long)a);
		for (long double b : values) {
			show("sum", a + b);
			show("difference", a - b);
			show("product", a * b);
			if (b != 0)
				show("quotient", a / b);
			Complex c = Complex(a, b) * Complex(b, -a);
			show("real", c.real());
			show("imaginary", c.imag());
			std::printf("%d%d%d\n", a < b, a == b, a >= b);
		}
		std::ostringstream text;
		text << std::setprecision(33) << a;
		long double back = 0;
		std::istringstream(text.str()) >> back;
		show("read", back);
		show("stold", std::stold(text.str()));
	}
	for (std::int64_t n : {INT64_MAX, INT64_MIN, std::int64_t(9007199254740993)})
		show("integer", (long double)n);
	show("unsigned", (long double)UINT64_MAX);
}
