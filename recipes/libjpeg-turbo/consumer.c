/* Compresses and restores a picture in every kind of subsampling; prints what came out. */
#include <stdio.h>
#include <stdlib.h>
#include <turbojpeg.h>

enum { WIDTH = 227, HEIGHT = 149 };

static unsigned sum(const unsigned char *bytes, unsigned long count)
{
	unsigned result = 2166136261u;

	while (count--)
		result = (result ^ *bytes++) * 16777619u;
	return result;
}

int main(void)
{
	static unsigned char picture[HEIGHT][WIDTH][3], restored[HEIGHT][WIDTH][3];
	tjhandle compressor = tjInitCompress(), decompressor = tjInitDecompress();

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			for (int c = 0; c < 3; c++)
				picture[y][x][c] = (unsigned char)(x * (c + 1) + y * y / (c + 3));
	for (int kind = 0; kind < TJ_NUMSAMP; kind++) {
		unsigned char *packed = NULL;
		unsigned long size = 0;
		long difference = 0;

		if (tjCompress2(compressor, picture[0][0], WIDTH, 0, HEIGHT, TJPF_RGB, &packed, &size,
				kind, 92, TJFLAG_ACCURATEDCT))
			return 1;
		if (tjDecompress2(decompressor, packed, size, restored[0][0], WIDTH, 0, HEIGHT,
				  TJPF_RGB, TJFLAG_ACCURATEDCT))
			return 2;
		for (size_t i = 0; i < sizeof picture; i++)
			difference += abs(picture[0][0][i] - restored[0][0][i]);
		printf("%d: %lu bytes %08x, picture %08x\n", kind, size, sum(packed, size),
		       sum(restored[0][0], sizeof restored));
		if (kind == TJSAMP_444 && difference > (long)sizeof picture * 12)
			return 3;
		tjFree(packed);
	}
	tjDestroy(compressor);
	tjDestroy(decompressor);
	return 0;
}
