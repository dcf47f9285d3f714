/* Signals: handlers with facts, another stack, and the way back from a fault. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static sigjmp_buf back;
static char other[65536];
static volatile sig_atomic_t seen;
static void fault(int number, siginfo_t *facts, void *context)
{
	int here;
	int on_other = (char *)&here >= other && (char *)&here < other + sizeof other;
	printf("%d at %p, on the other stack: %d\n", number, facts->si_addr, on_other);
	siglongjmp(back, 7);
}
static void count(int number) { seen += number; }
int main(void)
{
	stack_t stack = {.ss_sp = other, .ss_size = sizeof other};
	struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	volatile int kept = 5;
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, NULL);
	for (int i = 0; i < 3; i++) {
		int way = sigsetjmp(back, 1);
		kept += way;
		if (!way)
			*(volatile int *)16 = 1;
	}
	signal(SIGUSR1, count);
	raise(SIGUSR1);
	raise(SIGUSR1);
	printf("%d %d\n", kept, (int)seen);
	fflush(stdout);
	signal(SIGABRT, SIG_IGN);
	abort();
}
