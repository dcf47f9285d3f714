/* getopt_long of GNU stops, permutes and takes optional arguments.

   gl_cv_func_getopt_gnu = yes | no
   gl_cv_func_getopt_posix = yes | no
   gl_cv_func_getopt_long_gnu = yes | no */
#define _GNU_SOURCE
#include <getopt.h>
#include <string.h>
#include <unistd.h>
int main(void)
{
	char *words[] = {"x", "file", "-a", "--long=v", NULL};
	struct option table[] = {{"long", optional_argument, NULL, 'l'}, {0}};
	opterr = 0;
	if (getopt_long(4, words, "ab::", table, NULL) != 'a' || getopt_long(4, words, "ab::", table, NULL) != 'l')
		return 1;
	if (strcmp(optarg, "v") || getopt_long(4, words, "ab::", table, NULL) != -1)
		return 1;
	return optind != 3 || strcmp(words[3], "file");
}
