/* setenv and unsetenv refuse bad names and forget every copy.

   gl_cv_func_setenv_works = yes | no
   gl_cv_func_unsetenv_works = yes | no
   gl_cv_func_svid_putenv = yes | no */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
int main(void)
{
	char word[] = "A=1";
	if (setenv("", "", 0) != -1 || setenv("a=b", "", 0) != -1 || setenv("A", "=x", 1) || strcmp(getenv("A"), "=x"))
		return 1;
	if (putenv(word) || unsetenv("A") || getenv("A") || unsetenv("") != -1)
		return 1;
	return putenv("B=2") || putenv("B") || getenv("B");
}
