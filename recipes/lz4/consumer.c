#include <lz4.h>
#include <lz4frame.h>
#include <lz4hc.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	char text[4000], packed[LZ4_COMPRESSBOUND(sizeof text)], restored[sizeof text];
	int packed_size;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i * i % 17);
	packed_size = LZ4_compress_HC(text, packed, sizeof text, sizeof packed, LZ4HC_CLEVEL_MAX);
	if (packed_size <= 0 || packed_size >= (int)sizeof text)
		return 1;
	if (LZ4_decompress_safe(packed, restored, packed_size, sizeof restored) != sizeof restored)
		return 2;
	if (memcmp(text, restored, sizeof text) || LZ4_versionNumber() != LZ4_VERSION_NUMBER)
		return 3;
	printf("lz4 %s, frames of version %u\n", LZ4_versionString(), LZ4F_getVersion());
	return 0;
}
