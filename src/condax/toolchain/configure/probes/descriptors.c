/* dup2, fcntl and fdopendir refuse what is no descriptor, and keep one that is.

   gl_cv_func_dup2_works = yes | no
   gl_cv_func_fcntl_f_dupfd_works = yes | no
   gl_cv_func_fcntl_f_dupfd_cloexec = yes | no
   gl_cv_func_fdopendir_works = yes | no
   bash_cv_dup2_broken = no | yes */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dirent.h>
int main(void)
{
	int fd = open("/", O_RDONLY);
	if (fd < 0 || dup2(fd, fd) != fd || dup2(99, 99) != -1 || dup2(fd, -1) != -1)
		return 1;
	if (fcntl(fd, F_DUPFD, -1) != -1 || fcntl(fd, F_DUPFD_CLOEXEC, 0) < 0)
		return 1;
	return fdopendir(open("/dev/null", O_RDONLY)) != NULL || fdopendir(fd) == NULL;
}
