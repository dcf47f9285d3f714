/* getpwuid_r and getgrgid_r are those of POSIX.

   ac_cv_func_posix_getpwuid_r = yes | no
   ac_cv_func_posix_getgrgid_r = yes | no
   ac_cv_func_nonposix_getpwuid_r = no | yes */
#include <grp.h>
#include <pwd.h>
#include <stddef.h>
int main(void)
{
	struct passwd user, *found = &user;
	struct group group, *group_found = &group;
	char buffer[1];
	getpwuid_r(4242424, &user, buffer, sizeof buffer, &found);
	getgrgid_r(4242424, &group, buffer, sizeof buffer, &group_found);
	return found != NULL || group_found != NULL;
}
