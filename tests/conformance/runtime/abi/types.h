#include <complex.h>
#include <stdarg.h>
struct tiny { char a; }; struct three { char a[3]; }; struct nine { long a; char b; };
struct two { long a, b; }; struct floats { float a, b, c, d; }; struct doubles { double a, b; };
struct mixed { double a; long b; }; struct large { long a[7]; }; struct nested { struct floats f[2]; };
struct quad { long double a, b; }; struct padded { char a; double b; char c; }; union either { double d; long l; };
struct one { double a; }; struct half { short a, b; }; struct bits { unsigned a : 5, b : 20; long c : 40; };
struct aligned { _Alignas(16) long a; int b; }; struct empty { };
typedef int vector __attribute__((vector_size(16)));
#define STRUCTS(X) X(tiny) X(three) X(nine) X(two) X(floats) X(doubles) X(mixed) X(large) X(nested) \
	X(quad) X(padded) X(one) X(half) X(bits) X(aligned)
#define DECLARE(s) struct s make_##s(int n); unsigned long take_##s(int, struct s, double, struct s, long);
STRUCTS(DECLARE)
union either swap_either(union either);
float complex mul_f(float complex, float complex);
double complex mul_d(double complex, double complex);
long double complex mul_l(long double complex, long double complex);
__int128 add_128(int, __int128, long, __int128);
long double many(char, short, int, long, float, double, long double, float, double, long double, int, long, short,
		 char, float, double, double, double, double, double, double, double, float, long double);
vector add_vector(vector, int, vector);
double list(const char *how, ...);
double list_of(const char *how, va_list words);
_Bool logic(_Bool, unsigned char, signed char, unsigned short);
int call(int (*f)(struct floats, struct two), int n);
