/* __int128: arithmetic, division, shifts, comparisons, conversions and overflow. */
#include <stdio.h>
typedef __int128 i128;
typedef unsigned __int128 u128;
static void show(const char *what, u128 x)
{
	printf("%s %016llx%016llx\n", what, (unsigned long long)(x >> 64), (unsigned long long)x);
}
int main(void)
{
	volatile u128 a = ((u128)0x123456789abcdef0 << 64) | 0xfedcba9876543210, b = 0xdeadbeefcafe;
	volatile i128 c = -(i128)a, d = 77777777777777;
	volatile double x = 1.5e30;
	volatile float f = -3e20f;
	show("*", a * b), show("/", a / b), show("%", a % b), show("s/", (u128)(c / d));
	show("s%", (u128)(c % d)), show("<<", a << 67), show(">>", a >> 67), show("s>>", (u128)(c >> 67));
	show("from double", (u128)x), show("from float", (u128)(i128)f);
	printf("%.17g %.9g %.17g %d %d\n", (double)a, (double)(float)c, (double)c, a > b, c < d);
	i128 result;
	u128 unsigned_result;
	printf("%d %d %d\n", __builtin_mul_overflow(c, d, &result), __builtin_add_overflow(a, a, &unsigned_result),
	       __builtin_sub_overflow((u128)1, a, &unsigned_result));
	return 0;
}
