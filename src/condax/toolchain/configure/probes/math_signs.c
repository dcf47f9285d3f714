/* tanh, log1p and their like keep the sign of zero.

   ac_cv_tanh_preserves_zero_sign = yes | no
   ac_cv_log1p_drops_zero_sign = no | yes
   gl_cv_func_ceil_ieee = yes | no
   gl_cv_func_floor_ieee = yes | no
   gl_cv_func_trunc_ieee = yes | no
   gl_cv_func_round_ieee = yes | no
   gl_cv_func_rint_ieee = yes | no */
#include <math.h>
int main(void)
{
	volatile double zero = -0.0;
	return !(signbit(tanh(zero)) && signbit(log1p(zero)) && signbit(ceil(zero)) && signbit(floor(zero)) &&
		 signbit(trunc(zero)) && signbit(round(zero)) && signbit(rint(zero)) && signbit(ceil(-.3)));
}
