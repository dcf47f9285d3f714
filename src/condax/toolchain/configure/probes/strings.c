/* The string functions of POSIX and GNU find what they should, also beside memory that is not
   there.

   gl_cv_func_memchr_works = yes | no
   gl_cv_func_memmem_works_always = yes | no
   gl_cv_func_strstr_works_always = yes | no
   gl_cv_func_strcasestr_works_always = yes | no
   gl_cv_func_strchrnul_works = yes | no
   gl_cv_func_rawmemchr_works = yes | no
   gl_cv_func_strndup_works = yes | no
   gl_cv_func_stpncpy = yes | no
   gl_cv_func_strtok_r_works = yes | no
   tcl_cv_strstr_unbroken = ok | broken */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char text[] = "a,b", buffer[4], *rest;
	if (map == MAP_FAILED || mprotect(map + page, page, PROT_NONE))
		return 1;
	char *end = map + page;
	memcpy(end - 4, "xyz", 4);
	return memchr(end - 4, 'z', 9999) != end - 2 || strchrnul(end - 4, 'q') != end - 1 ||
	       rawmemchr(end - 4, 'y') != end - 3 || strcmp(strndup(end - 4, 2), "xy") ||
	       memmem("ABCD ABCDAB", 11, "CDA", 3) == NULL || memmem("ab", 2, "", 0) == NULL ||
	       strstr("\xcb\xd5\xcb\xd5", "\xd5\xcb\xd5") == NULL || !strcasestr("xABCz", "bc") ||
	       stpncpy(buffer, "ab", 4) != buffer + 2 || buffer[3] || strtok_r(text, ",", &rest) != text ||
	       strcmp(rest, "b") || strstr("\0test", "test") != NULL;
}
