/* Built-in functions of gcc that programs rely on. */
#include <stdio.h>
#include <string.h>
__attribute__((noinline, cold)) static int constant(int x) { return __builtin_constant_p(x); }
int main(void)
{
	volatile unsigned x = 0x00f0a0c0;
	volatile unsigned long long y = 0x00ff00ab00cd0001ULL;
	volatile int big = 2000000000;
	int sum;
	long product;
	printf("%d %d %d %d %d\n", __builtin_clz(x), __builtin_ctz(x), __builtin_popcountll(y), __builtin_parity(x), __builtin_ffsll((long long)y));
	printf("%x %llx %x %d\n", __builtin_bswap32(x), (unsigned long long)__builtin_bswap64(y), __builtin_bswap16(0x1234), __builtin_clrsbl(-5L));
	printf("%d %d\n", __builtin_add_overflow(big, big, &sum), __builtin_mul_overflow((long)big, 3L, &product));
	printf("%d %ld %d\n", sum, product, constant(3) <= 1);
	printf("%d %d\n", __builtin_types_compatible_p(int, signed), __builtin_choose_expr(1, 7, 8));
	void *table[] = {&&one, &&two};
	int way = x & 1;
	goto *table[way];
one:
	puts("one");
two:
	printf("%s %d\n", __func__, __builtin_expect(x != 0, 1));
	char buffer[20];
	printf("%zu %zu\n", __builtin_object_size(buffer, 0), __builtin_strlen("abc"));
	return __builtin_frame_address(0) == NULL || __builtin_return_address(0) == NULL;
}
