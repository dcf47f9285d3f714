/* Walking the stack, and cleaning up in a thread that ends: all without a word to the linker.

   flags: -fexceptions -funwind-tables -pthread */
#include <pthread.h>
#include <stdio.h>
#include <unwind.h>
static int frames;
static _Unwind_Reason_Code step(struct _Unwind_Context *context, void *unused)
{
	(void)unused;
	frames += _Unwind_GetIP(context) != 0 && _Unwind_GetCFA(context) != 0;
	return _URC_NO_REASON;
}
__attribute__((noinline)) static int walk(int depth)
{
	if (!depth)
		return _Unwind_Backtrace(step, NULL);
	return walk(depth - 1) + (depth < 0);
}
static void gone(int *number) { printf("cleanup %d\n", *number); }
__attribute__((noinline)) static void end(void *result)
{
	int number __attribute__((cleanup(gone))) = 1;
	pthread_exit(result);
}
static void *run(void *result)
{
	int number __attribute__((cleanup(gone))) = 2;
	end(result);
	return &number;
}
static void *stay(void *unused)
{
	int number __attribute__((cleanup(gone))) = 3;
	(void)unused;
	for (;;)
		pthread_testcancel();
	return &number;
}
int main(void)
{
	pthread_t thread;
	void *result = NULL;
	walk(5);
	printf("%d\n", frames >= 2);
	pthread_create(&thread, NULL, run, &frames);
	pthread_join(thread, &result);
	printf("%d\n", result == &frames);
	pthread_create(&thread, NULL, stay, NULL);
	pthread_cancel(thread);
	pthread_join(thread, &result);
	printf("%d\n", result == PTHREAD_CANCELED);
	return 0;
}
