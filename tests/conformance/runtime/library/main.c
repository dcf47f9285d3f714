/* A library with versions, thread-local data, weak, hidden and protected names, used and opened.
   flags: -ldl -pthread -Wl,-rpath,$ORIGIN -Wl,--export-dynamic -Wl,--allow-shlib-undefined */
#define _GNU_SOURCE
#include "part.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
int replaceable(void) { return 11; }
int overridden(void) { return 21; }
static void say(const char *text) { printf("called %s\n", text); }
static void *run(void *unused)
{
	per_thread += 100;
	printf("%d %d %d\n", per_thread, *thread_address(), next_hidden());
	return unused;
}
int main(void)
{
	pthread_t thread;
	printf("%d %d %d %d %d\n", value(), replaceable(), call_overridden(), call_guarded(), has_nowhere());
	per_thread++;
	pthread_create(&thread, NULL, run, NULL);
	pthread_join(thread, NULL);
	printf("%d %d %d\n", per_thread, thread_address() == &per_thread, next_hidden());
	table[2] = 33;
	printf("%d %s %d\n", table[2], names[1], callback(say) == say);
	struct point p = shift((struct point){1, 2, 3}, .5);
	printf("%g %g %d %d\n", p.x, p.y, p.tag, picked(21));
	void *library = dlopen("libpart.so", RTLD_NOW);
	printf("%d\n", library != NULL);
	if (!library)
		return puts(dlerror());
	int (*old)(void) = (int (*)(void))dlvsym(library, "value", "PART_1");
	int (*hidden)(void) = (int (*)(void))dlsym(library, "inner");
	int (*thread_local_address)(void) = (int (*)(void))dlsym(library, "per_thread");
	printf("%d %d %d\n", old ? old() : 0, hidden != NULL, (void *)thread_local_address == (void *)&per_thread);
	return dlclose(library);
}
