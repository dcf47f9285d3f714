/* strtold reads hexadecimal numbers and stops where it has to.

   gl_cv_func_strtold_works = yes | no */
#include <stdlib.h>
int main(void)
{
	const char *text = "0x1.8p1z", *none = "0x";
	char *end;
	if (strtold(text, &end) != 3 || end != text + 7)
		return 1;
	return strtold(none, &end) != 0 || end != none + 1;
}
