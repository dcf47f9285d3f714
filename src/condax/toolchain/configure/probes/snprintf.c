/* snprintf cuts off, ends with 0 and tells the length of the whole.

   gl_cv_func_snprintf_retval_c99 = yes | no
   gl_cv_func_snprintf_truncation_c99 = yes | no
   gl_cv_func_snprintf_size1 = yes | no
   gl_cv_func_snprintf_usable = yes | no
   gl_cv_func_vsnprintf_zerosize_c99 = yes | no
   gl_cv_func_vsnprintf_usable = yes | no
   ac_cv_func_snprintf_c99 = yes | no
   ac_cv_func_vsnprintf_c99 = yes | no
   ac_cv_have_working_snprintf = yes | no
   ac_cv_have_working_vsnprintf = yes | no
   rsync_cv_HAVE_C99_VSNPRINTF = yes | no
   pgac_cv_snprintf_size_t_support = yes | no */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
static int format(char *to, size_t size, const char *how, ...)
{
	va_list words;
	va_start(words, how);
	int length = vsnprintf(to, size, how, words);
	va_end(words);
	return length;
}
int main(void)
{
	char text[] = "ABCDEF";
	if (snprintf(text, 3, "%d", 12345) != 5 || strcmp(text, "12") || strcmp(text + 3, "DEF"))
		return 1;
	if (snprintf(text, 1, "%d", 12345) != 5 || text[0] || text[1] != '2')
		return 1;
	text[0] = 'A';
	return snprintf(NULL, 0, "%zu", sizeof text) != 1 || format(text, 0, "%s", "xyz") != 3 ||
	       text[0] != 'A';
}
