/* chown with -1 changes nothing.

   ac_cv_func_chown_works = yes | no */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	char name[] = "/tmp/condax-probe-XXXXXX";
	struct stat before, after;
	int fd = mkstemp(name);
	if (fd < 0 || stat(name, &before))
		return 77;
	int right = chown(name, (uid_t)-1, (gid_t)-1) == 0 && stat(name, &after) == 0;
	unlink(name);
	return !right || before.st_uid != after.st_uid || before.st_gid != after.st_gid;
}
