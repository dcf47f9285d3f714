/* Thread-local variables in every model. flags: -pthread */
#include <pthread.h>
#include <stdio.h>
#define MODEL(name) __attribute__((tls_model(name)))
static __thread int exec_local MODEL("local-exec") = 1;
__thread int exec_initial MODEL("initial-exec") = 2;
static __thread long dynamic_local MODEL("local-dynamic") = 3;
__thread char dynamic_global MODEL("global-dynamic") = 4;
__thread struct { char c; long double x; int a[100]; } __attribute__((aligned(64))) large = {'x', 2.5L, {1}};
static __thread int zero;
static void *run(void *number)
{
	int n = *(int *)number;
	exec_local += n, exec_initial += n, dynamic_local += n, dynamic_global += n, zero += n;
	large.a[99] = n;
	printf("%d: %d %d %ld %d %d %c %.1Lf %d %d\n", n, exec_local, exec_initial, dynamic_local,
	       dynamic_global, zero, large.c, large.x, large.a[99], (int)((unsigned long)&large % 64));
	return &exec_local;
}
int main(void)
{
	int numbers[3] = {10, 20, 30};
	for (int i = 0; i < 3; i++) {
		pthread_t thread;
		void *address;
		pthread_create(&thread, NULL, run, numbers + i);
		pthread_join(thread, &address);
		printf("%d\n", address != &exec_local);
	}
	run(numbers);
	return 0;
}
