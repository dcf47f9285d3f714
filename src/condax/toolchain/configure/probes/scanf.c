/* sscanf allocates for %ms, the letter of POSIX 2008.

   gl_cv_func_scanf_m = yes | no */
#include <stdio.h>
#include <string.h>
int main(void)
{
	char *word = NULL;
	return sscanf("word", "%ms", &word) != 1 || strcmp(word, "word");
}
