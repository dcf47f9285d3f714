/* Constructors in the order of their priorities, destructors in the other. */
#include <stdio.h>
#include <stdlib.h>
#define SAY(name, how) __attribute__(how) static void name(void) { puts(#name); }
SAY(third, (constructor))
SAY(second, (constructor(205)))
SAY(first, (constructor(101)))
SAY(last, (destructor(101)))
SAY(before_last, (destructor(205)))
SAY(before_that, (destructor))
static void at_exit_one(void) { puts("atexit one"); }
static void at_exit_two(void) { puts("atexit two"); }
static void preinit(int argc, char **argv, char **env) { printf("preinit %d\n", argc); }
__attribute__((section(".preinit_array"), used)) static void (*early)(int, char **, char **) = preinit;
static void with_words(int argc, char **argv, char **env) { printf("init %d %d\n", argc, env != NULL); }
__attribute__((section(".init_array.00300"), used)) static void (*also)(int, char **, char **) = with_words;
int main(void)
{
	atexit(at_exit_one);
	atexit(at_exit_two);
	puts("main");
	return 0;
}
