/* getaddrinfo gives addresses of the families that were asked for, with their lengths.

   ac_cv_buggy_getaddrinfo = no | yes */
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
int main(void)
{
	for (int passive = 0; passive < 2; passive++) {
		struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *found;
		hints.ai_flags = passive ? AI_PASSIVE : 0;
		if (getaddrinfo(NULL, "54321", &hints, &found))
			return 1;
		for (struct addrinfo *each = found; each; each = each->ai_next) {
			socklen_t expected = each->ai_family == AF_INET ? sizeof(struct sockaddr_in)
									: sizeof(struct sockaddr_in6);
			if (each->ai_family != AF_INET && each->ai_family != AF_INET6)
				return 1;
			if (!each->ai_addr || each->ai_addrlen != expected)
				return 1;
		}
	}
	return 0;
}
