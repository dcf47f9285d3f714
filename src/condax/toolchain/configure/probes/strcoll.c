/* strcoll orders strings as the C locale does.

   ac_cv_func_strcoll_works = yes | no
   bash_cv_func_strcoll_broken = no | yes */
#include <string.h>
int main(void)
{
	return strcoll("abc", "def") >= 0 || strcoll("ABC", "DEF") >= 0 || strcoll("123", "456") >= 0 ||
	       strcoll("a", "a") != 0;
}
