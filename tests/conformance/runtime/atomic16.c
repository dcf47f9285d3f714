/* Atomic objects of 16 bytes, of odd sizes and of many, and which of them need a lock.

   fails under qemu: linux-ppc64le, where stqcx. never succeeds after lqarx before QEMU 8.1

   flags: -pthread -latomic */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
typedef unsigned __int128 wide;
struct odd {
	char bytes[7];
};
struct many {
	long values[9];
};
static _Alignas(16) wide counter;
static struct many shared;
static struct odd small;
static void *work(void *unused)
{
	(void)unused;
	for (int i = 0; i < 2000; i++) {
		__atomic_fetch_add(&counter, ((wide)1 << 64) + 3, __ATOMIC_SEQ_CST);
		struct many old, new;
		__atomic_load(&shared, &old, __ATOMIC_ACQUIRE);
		do {
			new = old;
			for (int n = 0; n < 9; n++)
				new.values[n] += n;
		} while (!__atomic_compare_exchange(&shared, &old, &new, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	}
	return NULL;
}
static void show(const char *name, wide value)
{
	printf("%s %llx %llx\n", name, (unsigned long long)(value >> 64), (unsigned long long)value);
}
int main(void)
{
	pthread_t threads[4];
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	show("counter", __atomic_load_n(&counter, __ATOMIC_SEQ_CST));
	for (int n = 0; n < 9; n++)
		printf("%ld ", shared.values[n]);
	show("\nsub", __atomic_sub_fetch(&counter, 1, __ATOMIC_RELAXED));
	show("or", __atomic_fetch_or(&counter, (wide)15 << 100, __ATOMIC_RELAXED));
	show("and", __atomic_and_fetch(&counter, ~((wide)1 << 101), __ATOMIC_RELAXED));
	show("xor", __atomic_xor_fetch(&counter, ~(wide)0, __ATOMIC_RELAXED));
	show("nand", __atomic_nand_fetch(&counter, (wide)255 << 60, __ATOMIC_RELAXED));
	show("exchange", __atomic_exchange_n(&counter, 5, __ATOMIC_ACQ_REL));
	wide expected = 4;
	printf("%d ", __atomic_compare_exchange_n(&counter, &expected, 6, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
	show("expected", expected);
	__atomic_store_n(&counter, (wide)7 << 70, __ATOMIC_RELEASE);
	show("stored", __atomic_load_n(&counter, __ATOMIC_RELAXED));
	struct odd next = {"seven!"}, before;
	__atomic_exchange(&small, &next, &before, __ATOMIC_SEQ_CST);
	__atomic_load(&small, &next, __ATOMIC_SEQ_CST);
	printf("%s %d\n", next.bytes, before.bytes[0]);
	volatile unsigned short two = 65535;
	volatile unsigned char one = 1;
	printf("%d %d\n", __atomic_add_fetch(&two, 2, __ATOMIC_SEQ_CST), __atomic_test_and_set(&one, __ATOMIC_SEQ_CST));
	printf("%d %d\n", __atomic_is_lock_free(8, &shared), __atomic_is_lock_free(72, &shared));
	return 0;
}
