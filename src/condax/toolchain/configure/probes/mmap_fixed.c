/* A private file mapping at a fixed address over another one has the file's bytes, and writes to
   it stay out of the file.

   ac_cv_func_mmap_fixed_mapped = yes | no */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	FILE *file = tmpfile();
	char byte;
	if (!file)
		return 1;
	int fd = fileno(file);
	for (size_t i = 0; i < page; i++)
		putc((int)(i % 251), file);
	fflush(file);
	char *old = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (old == MAP_FAILED)
		return 1;
	char *map = mmap(old, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0);
	if (map != old)
		return 1;
	for (size_t i = 0; i < page; i++)
		if ((unsigned char)map[i] != i % 251)
			return 1;
	map[3] = 77;
	return pread(fd, &byte, 1, 3) != 1 || byte != 3;
}
