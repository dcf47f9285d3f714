/* The nanoseconds that utimensat and futimens set arrive.

   gl_cv_func_utimensat_works = yes | no
   gl_cv_func_futimens_works = yes | no */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int arrives(const char *name, int fd, long nanoseconds)
{
	struct timespec times[2] = {{1000000000, 1000}, {1000000001, nanoseconds}};
	struct stat facts;
	int done = fd < 0 ? utimensat(AT_FDCWD, name, times, 0) : futimens(fd, times);
	return done == 0 && stat(name, &facts) == 0 && facts.st_mtim.tv_sec == 1000000001 &&
	       facts.st_mtim.tv_nsec == nanoseconds;
}

int main(void)
{
	char name[] = "/tmp/condax-probe-XXXXXX";
	struct stat facts;
	int fd = mkstemp(name);
	/* A new file without any tells that stat has none here: so it is under some emulators. */
	if (fd < 0 || fstat(fd, &facts) || (!facts.st_mtim.tv_nsec && !facts.st_ctim.tv_nsec)) {
		unlink(name);
		return 77;
	}
	int right = arrives(name, -1, 2000) && arrives(name, fd, 3000);
	unlink(name);
	return !right;
}
