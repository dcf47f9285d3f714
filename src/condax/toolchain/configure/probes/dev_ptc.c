/* /dev/ptc is AIX's.

   ac_cv_file__dev_ptc = yes | no */
#include <unistd.h>
int main(void) { return access("/dev/ptc", F_OK); }
