/* getline and getdelim read a line at a time.

   am_cv_func_working_getline = yes | no
   gl_cv_func_working_getdelim = yes | no */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
int main(void)
{
	FILE *file = tmpfile();
	char *line = NULL;
	size_t size = 0;
	if (!file || fputs("one\ntwo", file) < 0)
		return 1;
	rewind(file);
	return getline(&line, &size, file) != 4 || strcmp(line, "one\n") ||
	       getdelim(&line, &size, 'w', file) != 2 || strcmp(line, "tw");
}
