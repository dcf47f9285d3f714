/* getgroups(0) counts without writing.

   ac_cv_func_getgroups_works = yes | no */
#include <unistd.h>
int main(void) { return getgroups(0, (gid_t *)0) < 0 || getgroups(-1, (gid_t *)0) != -1; }
