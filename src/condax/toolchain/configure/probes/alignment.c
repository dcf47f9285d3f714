/* A number can be read at an odd address.

   ac_cv_aligned_required = no | yes */
#include <string.h>
int main(void)
{
	char bytes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
	volatile int *odd = (volatile int *)(bytes + 1);
	int value;
	memcpy(&value, bytes + 1, sizeof value);
	return *odd != value;
}
