/* Threads that glibc unwinds with its own unwinder: destructors run, and exceptions still work.

   flags: -pthread */
#include <cstdio>
#include <pthread.h>
#include <stdexcept>
#include <string>

struct Named {
	std::string name;
	~Named() { std::printf("-%s\n", name.c_str()); }
};

__attribute__((noinline)) static void leave(void *result)
{
	Named inner{"inner"};
	pthread_exit(result);
}
static void *run(void *result)
{
	Named outer{"outer"};
	try {
		leave(result);
	} catch (const std::exception &) {
		std::puts("no exception");
	}
	return nullptr;
}
static void *stay(void *)
{
	Named stayed{"stayed"};
	for (;;) {
		try {
			throw std::runtime_error("caught in between");
		} catch (const std::exception &) {
		}
		pthread_testcancel();
	}
}

int main()
{
	pthread_t thread;
	void *result = nullptr;
	pthread_create(&thread, nullptr, run, &thread);
	pthread_join(thread, &result);
	std::printf("%d\n", result == &thread);
	pthread_create(&thread, nullptr, stay, nullptr);
	pthread_cancel(thread);
	pthread_join(thread, &result);
	std::printf("%d\n", result == PTHREAD_CANCELED);
	try {
		throw std::runtime_error("after all");
	} catch (const std::exception &error) {
		std::puts(error.what());
	}
}
