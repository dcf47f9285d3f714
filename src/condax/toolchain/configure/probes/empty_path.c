/* stat and lstat refuse an empty name.

   ac_cv_func_stat_empty_string_bug = no | yes
   ac_cv_func_lstat_empty_string_bug = no | yes */
#include <sys/stat.h>
int main(void)
{
	struct stat facts;
	return stat("", &facts) == 0 || lstat("", &facts) == 0;
}
