#include <lzma.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	static uint8_t text[100000], packed[200000], restored[sizeof text];
	size_t packed_size = 0, read = 0, restored_size = 0;
	uint64_t memory = UINT64_MAX;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)('a' + i * i % 17);
	if (lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, NULL, text, sizeof text, packed, &packed_size,
				    sizeof packed) != LZMA_OK)
		return 1;
	if (lzma_stream_buffer_decode(&memory, 0, NULL, packed, &read, packed_size, restored,
				      &restored_size, sizeof restored) != LZMA_OK)
		return 2;
	if (restored_size != sizeof text || memcmp(text, restored, sizeof text))
		return 3;
	/* 0x995dc9bbdf1939fa is the CRC-64/XZ of these digits; ARM and x86 have instructions for it. */
	if (lzma_crc64((const uint8_t *)"123456789", 9, 0) != UINT64_C(0x995dc9bbdf1939fa))
		return 4;
	printf("liblzma %s\n", lzma_version_string());
	return 0;
}
