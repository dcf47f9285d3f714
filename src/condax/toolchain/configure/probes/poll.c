/* poll works on files and terminals, and tells of what is no descriptor.

   cf_cv_working_poll = yes | no
   ac_cv_broken_poll = no | yes
   gl_cv_func_poll = yes | no */
#include <poll.h>
int main(void)
{
	struct pollfd bad = {42, POLLIN | POLLPRI | POLLOUT, 0};
	return poll(&bad, 1, 0) != 1 || !(bad.revents & POLLNVAL);
}
