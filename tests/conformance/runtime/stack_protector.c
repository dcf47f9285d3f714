/* A write behind an array ends the program. flags: -fstack-protector-strong */
#include <stdio.h>
#include <string.h>
__attribute__((noinline)) static int overflow(char *text, size_t n)
{
	char small[16];
	memset(small, 'x', n);
	__asm__ volatile("" : : "r"(small) : "memory");
	return text[0] + small[3];
}
int main(int argc, char **argv)
{
	printf("%d\n", overflow(argv[0], 16) != 0);
	fflush(stdout);
	return overflow(argv[0], (size_t)(60 + argc));
}
