#include <stdio.h>

int first_byte(int);

int main(void)
{
	printf("first byte: %d\n", first_byte(0x01020304));
	return 0;
}
