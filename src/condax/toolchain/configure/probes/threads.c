/* Threads start, mutexes can be recursive and shared between processes.

   ac_cv_pthread_system_supported = yes | no
   apr_cv_mutex_recursive = yes | no
   apr_cv_process_shared_works = yes | no */
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>
static void *run(void *number) { return (char *)number + 1; }
int main(void)
{
	pthread_mutexattr_t how;
	pthread_mutex_t mutex;
	pthread_t thread;
	void *result = NULL;
	if (pthread_mutexattr_init(&how) || pthread_mutexattr_settype(&how, PTHREAD_MUTEX_RECURSIVE) ||
	    pthread_mutexattr_setpshared(&how, PTHREAD_PROCESS_SHARED) ||
	    pthread_mutex_init(&mutex, &how))
		return 1;
	if (pthread_mutex_lock(&mutex) || pthread_mutex_lock(&mutex))
		return 1;
	return pthread_create(&thread, NULL, run, NULL) || pthread_join(thread, &result) || !result;
}
