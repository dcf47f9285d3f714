/* epoll and TCP_NODELAY with TCP_CORK work.

   apr_cv_epoll = yes | no
   apr_cv_tcp_nodelay_with_cork = yes | no */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	return epoll_create(5) < 0 || fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) ||
	       setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof on);
}
