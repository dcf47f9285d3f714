/* strtod reads numbers with signs and blanks, and stops where it has to.

   ac_cv_func_strtod = yes | no
   tcl_cv_strtod_buggy = ok | buggy
   gl_cv_func_strtod_works = yes | no */
#include <math.h>
#include <stdlib.h>
#include <string.h>
static int reads(const char *text, double value, int length)
{
	char *end;
	return strtod(text, &end) == value && end == text + length;
}
int main(void)
{
	char *end;
	return !(reads(" +69", 69, 4) && reads(" -0x1p+1 ", -2, 8) && reads("1.5e2x", 150, 5) &&
		 reads("0x", 0, 1) && reads("1e+", 1, 1) && reads("nope", 0, 0) &&
		 reads("-.5", -.5, 3) && signbit(strtod("-0", &end)) && reads("inf", HUGE_VAL, 3) &&
		 isnan(strtod("nan()", &end)) && !*end);
}
