/* printf as C99 and POSIX have it: sizes, positions, flags, infinities and hexadecimal numbers.

   gl_cv_func_printf_sizes_c99 = yes | no
   gl_cv_func_printf_infinite = yes | no
   gl_cv_func_printf_directive_a = yes | no
   gl_cv_func_printf_directive_f = yes | no
   gl_cv_func_printf_directive_ls = yes | no
   gl_cv_func_printf_positions = yes | no
   gl_cv_func_printf_flag_grouping = yes | no
   gl_cv_func_printf_flag_leftadjust = yes | no
   gl_cv_func_printf_flag_zero = yes | no
   gl_cv_func_printf_precision = yes | no
   gl_cv_func_printf_long_double = yes | no
   gt_cv_func_printf_posix = yes | no
   ac_cv_printf_positional = yes | no
   bash_cv_printf_a_format = yes | no */
#define _GNU_SOURCE
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
static char text[6000];
#define IS(expected, ...) (snprintf(text, sizeof text, __VA_ARGS__), !strcmp(text, expected))
int main(void)
{
	volatile double zero = 0;
	volatile long double long_zero = 0;
	return !(IS("12 34", "%zu %td", (size_t)12, (ptrdiff_t)34) && IS("56", "%jd", (intmax_t)56) &&
		 IS("33 55", "%2$d %1$d", 55, 33) && IS("inf -inf", "%f %f", 1 / zero, -1 / zero) &&
		 IS("inf", "%Lf", 1 / long_zero) && IS("000inf", "%06f", 1 / zero) == 0 &&
		 IS("0x1.92p+1", "%a", 3.140625) && IS("1.5", "%.1Lf", 1.5L) && IS("ab", "%ls", L"ab") &&
		 IS("1234", "%'d", 1234) && IS("a  |", "%-*s|", 3, "a") && IS("a  |", "%*s|", -3, "a") &&
		 IS("0x0003", "%#06x", 3) && snprintf(text, sizeof text, "%.4000d", 7) == 4000 &&
		 IS("1.8p", "%.3sp", "1.8000"));
}
