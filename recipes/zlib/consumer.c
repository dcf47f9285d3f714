#define _LARGEFILE64_SOURCE 1
#include <stdio.h>
#include <string.h>
#include <zlib.h>

/* Packs and restores through a file, so that the streams, CRC-32 and large-file calls all run. */
int main(void)
{
	static char text[100000], restored[sizeof text];
	gzFile file;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i * i % 17);
	if (!(file = gzopen64("text.gz", "wb9")) || gzwrite(file, text, sizeof text) != sizeof text)
		return 1;
	if (gzclose(file) != Z_OK || !(file = gzopen("text.gz", "rb")))
		return 2;
	if (gzread(file, restored, sizeof restored) != sizeof restored || gzclose(file) != Z_OK)
		return 3;
	if (memcmp(text, restored, sizeof text) || strcmp(zlibVersion(), ZLIB_VERSION))
		return 4;
	if (crc32(0, (const Bytef *)"123456789", 9) != 0xcbf43926)
		return 5;
	printf("zlib %s\n", zlibVersion());
	return 0;
}
