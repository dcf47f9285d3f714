/* /dev/ptmx is there, ptsname refuses what is no terminal.

   ac_cv_file__dev_ptmx = yes | no
   gl_cv_func_ptsname_sets_errno = yes | no */
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
	errno = 0;
	return access("/dev/ptmx", F_OK) || ptsname(open("/dev/null", O_RDONLY)) != NULL || errno != ENOTTY;
}
