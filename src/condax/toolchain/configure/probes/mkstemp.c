/* mkstemp makes a hundred different files.

   cf_cv_func_mkstemp = yes | no
   gl_cv_func_working_mkstemp = yes | no */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(void)
{
	for (int i = 0; i < 100; i++) {
		char name[] = "/tmp/condax-probe-XXXXXX";
		int fd = mkstemp(name);
		if (fd < 0 || strstr(name, "XXXXXX") || unlink(name) || close(fd))
			return 1;
	}
	return 0;
}
