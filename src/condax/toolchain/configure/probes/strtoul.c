/* strtoul leaves a lone sign and text alone.

   tcl_cv_strtoul_unbroken = ok | broken */
#include <stdlib.h>
int main(void)
{
	const char *text = "0", *none = "-x";
	char *end;
	if (strtoul(text, &end, 0) || *end)
		return 1;
	return strtoul(none, &end, 0) || end != none;
}
