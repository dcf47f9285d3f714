#include <bzlib.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	char text[] = "to be or not to be, that is to be or not to be", packed[256], restored[256];
	unsigned int packed_size = sizeof packed, restored_size = sizeof restored;

	if (BZ2_bzBuffToBuffCompress(packed, &packed_size, text, sizeof text, 9, 0, 0) != BZ_OK)
		return 1;
	if (BZ2_bzBuffToBuffDecompress(restored, &restored_size, packed, packed_size, 0, 0) != BZ_OK)
		return 2;
	if (restored_size != sizeof text || memcmp(text, restored, sizeof text))
		return 3;
	printf("libbz2 %s\n", BZ2_bzlibVersion());
	return 0;
}
