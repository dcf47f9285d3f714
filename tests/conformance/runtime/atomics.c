/* Atomic operations of 1 to 8 bytes, by each of their names. flags: -pthread */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#define COUNTER(type, name) static _Atomic type name
COUNTER(uint8_t, one);
COUNTER(uint16_t, two);
COUNTER(uint32_t, four);
COUNTER(uint64_t, eight);
static uint64_t by_sync;
static _Atomic(double) floating;
static _Atomic struct pair { uint32_t a, b; } pair;
static void *run(void *unused)
{
	for (int i = 0; i < 5000; i++) {
		one++, two++;
		atomic_fetch_add_explicit(&four, 3, memory_order_relaxed);
		atomic_fetch_sub_explicit(&eight, 1, memory_order_acq_rel);
		__sync_fetch_and_add(&by_sync, 2);
		floating = floating + 0;
		struct pair old = pair, new;
		do
			new = (struct pair){old.a + 1, old.b + 2};
		while (!atomic_compare_exchange_weak(&pair, &old, new));
	}
	return unused;
}
int main(void)
{
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		pthread_create(threads + i, NULL, run, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	struct pair last = pair;
	printf("%u %u %u %llx %llu %u %u\n", one, two, four, (unsigned long long)eight,
	       (unsigned long long)by_sync, last.a, last.b);
	uint16_t small = 5;
	int swapped = __sync_bool_compare_and_swap(&small, 5, 9);
	printf("%d %u %d %d %d\n", swapped, small, atomic_is_lock_free(&eight), atomic_is_lock_free(&pair),
	       __atomic_exchange_n(&small, 3, __ATOMIC_SEQ_CST));
	return !__atomic_always_lock_free(8, 0);
}
