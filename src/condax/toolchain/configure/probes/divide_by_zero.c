/* An integer that is divided by zero raises SIGFPE.

   gt_cv_int_divbyzero_sigfpe = yes | no */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
static void handler(int number) { _exit(number != SIGFPE); }
int main(void)
{
	volatile int one = 1, zero = 0;
	signal(SIGFPE, handler);
	one = one / zero;
	return 2;
}
