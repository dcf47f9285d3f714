/* memcmp compares unsigned bytes, at every alignment.

   ac_cv_func_memcmp_working = yes | no */
#include <string.h>
int main(void)
{
	char low = 0x40, high = (char)0x80, higher = (char)0x81, a[21], b[21];
	if (memcmp(&low, &high, 1) >= 0 || memcmp(&high, &higher, 1) >= 0)
		return 1;
	for (int i = 0; i < 4; i++) {
		memset(a, 'x', sizeof a);
		memset(b, 'x', sizeof b);
		a[i + 5] = (char)0x7f;
		b[i + 5] = (char)0x80;
		if (memcmp(a + i, b + i, 16) >= 0)
			return 1;
	}
	return 0;
}
