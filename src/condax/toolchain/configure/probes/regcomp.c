/* Regular expressions of POSIX match.

   ac_cv_func_regcomp = yes | no */
#include <regex.h>
#include <stddef.h>
int main(void)
{
	regex_t pattern;
	return regcomp(&pattern, "^[a-z]+\\.c$", REG_EXTENDED) || regexec(&pattern, "probe.c", 0, NULL, 0) ||
	       !regexec(&pattern, "probe.h", 0, NULL, 0);
}
