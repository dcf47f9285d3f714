/* A copy into too small an array ends the program. flags: -O2 -D_FORTIFY_SOURCE=2 */
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv)
{
	char small[8];
	volatile size_t n = 8;
	memcpy(small, "1234567", n);
	printf("%s\n", small);
	fflush(stdout);
	n = 9 + (size_t)argc;
	memcpy(small, "123456789012345", n);
	return small[2];
}
