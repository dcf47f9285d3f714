/* Rounding modes, exceptions, fused operations and extreme numbers. flags: -lm -ffp-contract=off -frounding-math */
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#pragma STDC FENV_ACCESS ON
int main(void)
{
	int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
	volatile double one = 1, three = 3, tiny = DBL_MIN, huge = DBL_MAX, zero = 0;
	for (int i = 0; i < 4; i++) {
		fesetround(modes[i]);
		volatile double third = one / three;
		printf("%a %a %ld %.0f\n", third, -third, lrint(2.5), rint(-1.5));
	}
	fesetround(FE_TONEAREST);
	feclearexcept(FE_ALL_EXCEPT);
	volatile double sink = huge * 2;
	printf("%d", !!fetestexcept(FE_OVERFLOW));
	sink = tiny / 3;
	printf(" %d", !!fetestexcept(FE_UNDERFLOW));
	sink = one / zero;
	printf(" %d", !!fetestexcept(FE_DIVBYZERO));
	sink = zero / zero;
	printf(" %d\n", !!fetestexcept(FE_INVALID));
	printf("%a %a %d %d\n", fma(one / three, three, -one), nextafter(one, 2), isnan(sink), signbit(-zero) != 0);
	printf("%.36Lg %.36Lg\n", LDBL_MAX, sqrtl(2));
	printf("%d %d %d\n", LDBL_MANT_DIG, LDBL_MAX_EXP, FLT_EVAL_METHOD);
	return 0;
}
