/* The stack grows towards higher addresses.

   glib_cv_stack_grows = yes | no */
#include <stdint.h>
__attribute__((noinline)) static int grows_up(volatile char *outer)
{
	volatile char inner;
	return (uintptr_t)&inner > (uintptr_t)outer;
}
int main(void) { volatile char here = 0; return !grows_up(&here); }
