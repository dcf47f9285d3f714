/* strerror knows 0, unknown numbers and those below 0.

   gl_cv_func_strerror_0_works = yes | no
   gl_cv_func_working_strerror = yes | no */
#include <errno.h>
#include <string.h>
int main(void)
{
	errno = 0;
	if (!*strerror(0) || errno || strstr(strerror(0), "nknown"))
		return 1;
	return !*strerror(-3) || strcmp(strerror(ENOENT), "No such file or directory");
}
