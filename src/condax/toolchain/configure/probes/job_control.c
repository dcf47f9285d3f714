/* What a shell needs: process groups of terminals, named pipes, getcwd that allocates, signals
   for real time.

   bash_cv_job_control_missing = present | missing
   bash_cv_sys_named_pipes = present | missing
   bash_cv_getcwd_malloc = yes | no
   bash_cv_unusable_rtsigs = no | yes
   bash_cv_getenv_redef = yes | no
   gl_cv_func_getcwd_null = yes | no */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
char *getenv(const char *name) { return (char *)name; }
int main(void)
{
	char name[] = "/tmp/condax-probe-XXXXXX", *folder = getcwd(NULL, 0);
	struct rlimit limit;
	int fd = mkstemp(name);
	if (fd < 0 || unlink(name))
		return 77;
	int right = mkfifo(name, 0600) == 0;
	unlink(name);
	(void)tcsetpgrp(fd, getpid());
	return !right || !folder || *folder != '/' || SIGRTMAX - SIGRTMIN < 8 ||
	       getrlimit(RLIMIT_NOFILE, &limit) || strcmp(getenv("x"), "x");
}
