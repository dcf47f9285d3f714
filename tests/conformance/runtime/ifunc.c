/* A function that is chosen when the program starts. */
#include <stdio.h>
static int first(int x) { return x + 1; }
static int second(int x) { return x + 2; }
static int is_odd(void) { return 1; }
static int (*choose(void))(int) { return is_odd() ? second : first; }
int chosen(int x) __attribute__((ifunc("choose")));
static int chosen_too(int x) __attribute__((ifunc("choose")));
int (*by_address)(int) = chosen;
int main(void)
{
	printf("%d %d %d %d\n", chosen(40), chosen_too(1), by_address(7), by_address == chosen);
	return 0;
}
