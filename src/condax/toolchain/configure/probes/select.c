/* select watches more than one file, times out, and refuses what is no descriptor.

   gl_cv_func_select_supports0 = yes | no
   gl_cv_func_select_detects_ebadf = yes | no */
#include <errno.h>
#include <stddef.h>
#include <sys/select.h>
int main(void)
{
	struct timeval wait = {0, 5};
	fd_set set;
	if (select(0, NULL, NULL, NULL, &wait) != 0)
		return 1;
	FD_ZERO(&set);
	FD_SET(16, &set);
	wait.tv_usec = 5;
	return select(17, &set, NULL, NULL, &wait) != -1 || errno != EBADF;
}
