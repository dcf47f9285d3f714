/* sigsetjmp keeps the signal mask, and a handler stays after it was called.

   bash_cv_func_sigsetjmp = present | missing
   bash_cv_must_reinstall_sighandlers = no | yes */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
static sigjmp_buf place;
static volatile int count;
static void handler(int number) { count++; }
int main(void)
{
	sigset_t mask;
	if (sigsetjmp(place, 1)) {
		sigprocmask(SIG_BLOCK, NULL, &mask);
		if (sigismember(&mask, SIGINT))
			return 1;
		signal(SIGUSR1, handler);
		raise(SIGUSR1);
		raise(SIGUSR1);
		return count != 2;
	}
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	siglongjmp(place, 1);
}
