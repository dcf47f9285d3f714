/* frexp and ldexp handle subnormal numbers, infinities and negative zero.

   gl_cv_func_frexp_works = yes | no
   gl_cv_func_ldexp_works = yes | no
   gl_cv_func_frexpl_works = yes | no
   gl_cv_func_ldexpl_works = yes | no */
#include <float.h>
#include <math.h>
int main(void)
{
	volatile double small = DBL_MIN / 4, zero = -0.0, infinity = HUGE_VAL;
	volatile long double one = 1, long_small = LDBL_MIN;
	int e;
	if (frexp(small, &e) != .5 || e != DBL_MIN_EXP - 2 || !signbit(frexp(zero, &e)))
		return 1;
	if (frexp(infinity, &e) != infinity || ldexp(small, 2) != DBL_MIN || ldexpl(one, 5) != 32)
		return 1;
	return frexpl(long_small, &e) != .5L || e != LDBL_MIN_EXP;
}
