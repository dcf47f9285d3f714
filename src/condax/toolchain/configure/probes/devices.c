/* The devices that every Linux has.

   ac_cv_file__dev_zero = yes | no
   ac_cv_file__dev_null = yes | no
   ac_cv_file__dev_random = yes | no
   ac_cv_file__dev_urandom = yes | no */
#include <unistd.h>
int main(void)
{
	return access("/dev/zero", F_OK) || access("/dev/null", F_OK) || access("/dev/random", F_OK) ||
	       access("/dev/urandom", F_OK);
}
