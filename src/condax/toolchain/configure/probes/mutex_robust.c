/* A mutex shared between processes can be robust.

   apr_cv_mutex_robust_shared = yes | no */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void)
{
	pthread_mutexattr_t how;
	pthread_mutex_t mutex;
	if (pthread_mutexattr_init(&how) ||
	    pthread_mutexattr_setpshared(&how, PTHREAD_PROCESS_SHARED) ||
	    pthread_mutexattr_setrobust(&how, PTHREAD_MUTEX_ROBUST))
		return 1;
	/* Some glibcs ask the kernel first. Every kernel has the system call; not every emulator. */
	if (pthread_mutex_init(&mutex, &how))
		return syscall(SYS_set_robust_list, NULL, (size_t)0) && errno == ENOSYS ? 77 : 1;
	return pthread_mutex_lock(&mutex) || pthread_mutex_unlock(&mutex);
}
