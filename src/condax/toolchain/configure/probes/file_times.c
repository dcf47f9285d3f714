/* utime and futimens take NULL, and the times that utimes sets arrive.

   ac_cv_func_utime_null = yes | no
   gl_cv_func_working_utimes = yes | no
   gl_cv_func_chown_ctime_works = yes | no */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sys/time.h>
#include <utime.h>
int main(void)
{
	char name[] = "/tmp/condax-probe-XXXXXX";
	struct timeval old[2] = {{1000000002, 0}, {1000000003, 0}};
	struct stat facts;
	int fd = mkstemp(name);
	if (fd < 0)
		return 77;
	int right = utimes(name, old) == 0 && stat(name, &facts) == 0 && facts.st_mtime == 1000000003;
	right = right && futimens(fd, NULL) == 0 && stat(name, &facts) == 0 && facts.st_mtime > 1500000000;
	right = right && utimes(name, old) == 0;
	right = right && utime(name, NULL) == 0 && stat(name, &facts) == 0 && facts.st_mtime > 1500000000;
	right = right && chown(name, getuid(), (gid_t)-1) == 0;
	unlink(name);
	return !right;
}
