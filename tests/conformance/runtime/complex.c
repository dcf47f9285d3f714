/* Complex arithmetic in three precisions, infinities and division included.

   fails under qemu: linux-s390x, where QEMU 7.2 takes a factor of mdebr for a double

   flags: -lm */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#define SHOW(z) printf("%.9Lg %.9Lg\n", (long double)creal(z), (long double)cimag(z))
int main(void)
{
	volatile float complex a = 1.5f + 2.25f * I, b = -3.f + .5f * I;
	volatile double complex c = 1e100 + 2 * I, d = 3 - 1e-100 * I, e = CMPLX(INFINITY, 1), z = 0;
	volatile long double complex f = 1.25L + 2 * I, g = 3 + 4 * I;
	SHOW(a * b), SHOW(a / b), SHOW(c * d), SHOW(c / d), SHOW(e * d), SHOW(d / z), SHOW(e / d);
	printf("%.15Lg %.15Lg\n", creall(f * g), cimagl(f * g));
	printf("%.15Lg %.15Lg\n", creall(f / g), cimagl(f / g));
	printf("%.12g %.12g\n", cabs(c), (double)cabsl(g));
	SHOW(csqrt(d)), SHOW(cexp(1 + I)), SHOW(cpow(d, 2 + I));
	return 0;
}
