/* An index that wraps round reaches what lies before a pointer, as programs built with gcc rely on. */
#include <stddef.h>
#include <stdio.h>

__attribute__((noinline)) static void copy_match(char *to, size_t offset)
{
	for (int i = 0; i < 16; i++)
		to[i] = to[i - offset];
}

int main(void)
{
	for (size_t offset = 1; offset < 20; offset++) {
		char text[64] = "abcdefghijklmnopqrst";

		copy_match(text + 20, offset);
		puts(text);
	}
	return 0;
}
