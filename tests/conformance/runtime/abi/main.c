/* Everything that can be passed and returned, between objects of two compilers. */
#include "types.h"
#include <stdio.h>
#include <string.h>
static int back(struct floats f, struct two t) { return (int)(f.a * 1000 + f.d * 100 + t.a * 10 + t.b); }
int main(void)
{
#define USE(s)                                                                                      \
	{ struct s x = make_##s(3), y = make_##s(5);                                                \
	  printf(#s " %d %lx\n", *((char *)&x + sizeof x - 1), take_##s(7, x, 8.5, y, 9)); }
	STRUCTS(USE)
	struct two t = {1, 2}; struct floats f = {1, 2, 3, 4}; struct large g = {{1, 2, 3, 4, 5, 6, 7}};
	struct mixed m = {1, 2}; struct tiny c = {9}; struct aligned a = {1, 11};
	union either e = {.d = 1};
	printf("%g\n", swap_either(e).d);
	float complex cf = mul_f(1 + 2 * I, 3 - I); double complex cd = mul_d(1 + 2 * I, 3 - I);
	long double complex cl = mul_l(1 + 2 * I, 3 - I);
	printf("%g %g %g %g %Lg %Lg\n", crealf(cf), cimagf(cf), creal(cd), cimag(cd), creall(cl), cimagl(cl));
	__int128 n = add_128(3, (__int128)1 << 70, -2, 12345);
	printf("%llx %llx\n", (unsigned long long)(n >> 64), (unsigned long long)n);
	printf("%.10Lg\n", many(1, 2, 3, 4, 5, 6, 7.25L, 8, 9, 10.5L, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24.125L));
	vector v = add_vector((vector){1, 2, 3, 4}, 10, (vector){5, 6, 7, 8});
	printf("%d %d %d %d\n", v[0], v[1], v[2], v[3]);
	printf("%.10g\n", list("idLqtfgmcaz", 1, 2.5, 3.25L, (__int128)1 << 40, t, f, g, m, c, a, 1 + 7.5 * I));
	printf("%.10g\n", list("iiiiiiiiiiddddddddddddddddLLtfq", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1., 2., 3., 4., 5., 6., 7.,
		8., 9., 10., 11., 12., 13., 14., 15., 16., 1.5L, 2.5L, t, f, (__int128)-5));
	printf("%d %d\n", logic(1, 200, -100, 60000), call(back, 7));
	return 0;
}
