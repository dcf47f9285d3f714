/* Products and quotients of complex numbers, bit for bit, special and extreme parts included.

   fails under qemu: linux-s390x, where QEMU 7.2 takes a factor of mdebr for a double

   flags: -lm -ffp-contract=off */
#include <complex.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
static const double special[] = {
	0.0, -0.0, 1.0 / 0.0, -1.0 / 0.0, 0.0 / 0.0, 1, -1, 1e-310, -4.9e-324, 2.2250738585072014e-308,
	1.7976931348623157e308, -1e308, 9e307, 1e300, 1e-300, 3, 1e-16,
};
static uint64_t state = 88172645463325252ull;
static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}
/* A special number, one of middle size, or any bits. */
static double any_double(void)
{
	uint64_t bits = next(), kind = next() % 3;
	double x;
	if (kind == 0)
		return special[bits % 17];
	if (kind == 1)
		bits = (bits & 0x800fffffffffffffull) | (1003 + bits % 40) << 52;
	memcpy(&x, &bits, sizeof x);
	return x;
}
static float any_float(void)
{
	uint32_t bits = (uint32_t)next(), kind = next() % 3;
	float x;
	if (kind == 0)
		return (float)special[bits % 17];
	if (kind == 1)
		bits = (bits & 0x807fffffu) | (117 + bits % 20) << 23;
	memcpy(&x, &bits, sizeof x);
	return x;
}
static void show(double re, double im)
{
	double parts[2] = {re, im};
	for (int i = 0; i < 2; i++) {
		uint64_t bits;
		memcpy(&bits, parts + i, sizeof bits);
		if (parts[i] != parts[i])
			printf(" nan");
		else
			printf(" %llx", (unsigned long long)bits);
	}
}
int main(void)
{
	for (int i = 0; i < 3000; i++) {
		volatile double a = any_double(), b = any_double(), c = any_double(), d = any_double();
		volatile float e = any_float(), f = any_float(), g = any_float(), h = any_float();
		double complex x = CMPLX(a, b), y = CMPLX(c, d), xy = x * y, x_y = x / y;
		float complex u = CMPLXF(e, f), v = CMPLXF(g, h), uv = u * v, u_v = u / v;
		show(creal(xy), cimag(xy)), show(creal(x_y), cimag(x_y));
		show(crealf(uv), cimagf(uv)), show(crealf(u_v), cimagf(u_v));
		printf(" of %a %a %a %a, %a %a %a %a\n", a, b, c, d, e, f, g, h);
	}
	return 0;
}
