#include "types.h"
#include <string.h>
static unsigned long hash(const void *p, unsigned long n)
{
	const unsigned char *b = p;
	unsigned long h = 5381;
	while (n--)
		h = h * 33 + *b++;
	return h;
}
/* Padding is whatever it is: fields are compared by what the caller made of them. */
#define DEFINE(s)                                                                                   \
	struct s make_##s(int n) { struct s x; memset(&x, n, sizeof x); return x; }                \
	unsigned long take_##s(int a, struct s x, double d, struct s y, long b)                     \
	{ return hash(&x, sizeof x) ^ hash(&y, sizeof y) * 3 ^ (unsigned long)(a + d + b); }
STRUCTS(DEFINE)
union either swap_either(union either x) { x.l ^= 1L << 52; return x; }
float complex mul_f(float complex a, float complex b) { return a * b; }
double complex mul_d(double complex a, double complex b) { return a * b; }
long double complex mul_l(long double complex a, long double complex b) { return a * b; }
__int128 add_128(int a, __int128 x, long b, __int128 y) { return a * x + b * y; }
long double many(char a, short b, int c, long d, float e, double f, long double g, float h, double i, long double j,
		 int k, long l, short m, char n, float o, double p, double q, double r, double s, double t, double u,
		 double v, float w, long double x)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l + 13 * m +
	       14 * n + 15 * o + 16 * p + 17 * q + 18 * r + 19 * s + 20 * t + 21 * u + 22 * v + 23 * w + 24 * x;
}
vector add_vector(vector a, int n, vector b) { return a * n + b; }
double list_of(const char *how, va_list words)
{
	double total = 0;
	for (; *how; how++)
		switch (*how) {
		case 'i': total += va_arg(words, int); break;
		case 'l': total += va_arg(words, long); break;
		case 'd': total += va_arg(words, double); break;
		case 'L': total += va_arg(words, long double); break;
		case 'q': total += (double)va_arg(words, __int128); break;
		case 't': total += va_arg(words, struct two).b; break;
		case 'f': total += va_arg(words, struct floats).d; break;
		case 'g': total += va_arg(words, struct large).a[6]; break;
		case 'm': total += va_arg(words, struct mixed).b; break;
		case 'c': total += va_arg(words, struct tiny).a; break;
		case 'a': total += va_arg(words, struct aligned).b; break;
		case 'z': total += cimag(va_arg(words, double complex)); break;
		}
	return total;
}
double list(const char *how, ...)
{
	va_list words, again;
	va_start(words, how);
	va_copy(again, words);
	double total = list_of(how, words) * 2 + list_of(how, again);
	va_end(again);
	va_end(words);
	return total;
}
_Bool logic(_Bool a, unsigned char b, signed char c, unsigned short d) { return a && b == 200 && c == -100 && d == 60000; }
int call(int (*f)(struct floats, struct two), int n) { return f((struct floats){n, 2, 3, 4}, (struct two){5, n}); }
