/* fork and vfork make processes that can be waited for, and posix_spawn tells of a program that
   is not there.

   ac_cv_func_fork_works = yes | no
   ac_cv_func_vfork_works = yes | no
   gl_cv_func_posix_spawn_works = yes | no
   ac_cv_func_setpgrp_void = yes | no */
#define _GNU_SOURCE
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	char *words[] = {"nothing", NULL};
	int status = 0;
	pid_t child = fork();
	if (child == 0)
		_exit(setpgrp() != 0 || getpgrp() != getpid() ? 1 : 42);
	if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 42)
		return 1;
	child = vfork();
	if (child == 0)
		_exit(7);
	if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 7)
		return 1;
	if (posix_spawn(&child, "/nonexistent/nothing", NULL, NULL, words, words + 1) == 0)
		return waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 127;
	return 0;
}
