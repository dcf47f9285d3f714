/* ungetc, fseek and ftell agree about where a file is.

   gl_cv_func_ungetc_works = yes | no
   gl_cv_func_ftello_works = yes | no
   ac_cv_func_setvbuf_reversed = no | yes */
#include <stdio.h>
int main(void)
{
	FILE *file = tmpfile();
	if (!file || setvbuf(file, NULL, _IOLBF, BUFSIZ) || fputs("abc", file) < 0)
		return 1;
	rewind(file);
	if (getc(file) != 'a' || ungetc('a', file) != 'a' || ftell(file) != 0)
		return 1;
	return fseek(file, 2, SEEK_SET) || ftell(file) != 2 || getc(file) != 'c';
}
