/* strnlen counts no further than it may.

   ac_cv_func_strnlen_working = yes | no */
#define _GNU_SOURCE
#include <string.h>
int main(void)
{
	return strnlen("foobar", 0) != 0 || strnlen("foobar", 1) != 1 || strnlen("foobar", 9) != 6;
}
