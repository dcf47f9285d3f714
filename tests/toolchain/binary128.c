/* Prints what binary128 arithmetic gives, bit by bit, for special and pseudo-random operands.
   Every operand comes from memory that the compiler cannot see through. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef unsigned __int128 uint128;
typedef __int128 int128;

static volatile long double va, vb;
static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static long double from_bits(uint64_t high, uint64_t low)
{
	uint128 bits = (uint128)high << 64 | low;
	long double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

/* A NaN's sign and payload are nobody's promise. */
static void show(const char *what, long double value)
{
	uint128 bits;
	memcpy(&bits, &value, sizeof bits);
	if (value != value)
		printf("%s nan\n", what);
	else
		printf("%s %016llx%016llx\n", what, (unsigned long long)(bits >> 64),
		       (unsigned long long)bits);
}

static long double operand(int i)
{
	static const uint64_t special[] = {
		0x0000000000000000, 0x8000000000000000, 0x3fff000000000000, 0xbfff000000000000,
		0x7fff000000000000, 0xffff000000000000, 0x7fff800000000000, 0x0000000000000001,
		0x0001000000000000, 0x7ffeffffffffffff, 0x403e000000000000, 0x407e000000000000,
		0xc03e000000000000, 0x3ffe000000000000, 0x0000ffffffffffff, 0x4070ffffffffffff,
	};
	enum { SPECIAL = sizeof special / sizeof *special };
	if (i < SPECIAL)
		return from_bits(special[i], i % 3 ? 0 : 1);
	uint64_t high = next();
	if (i % 2)
		/* Near one, where sums cancel and integers are not too large. */
		high = (high & 0x807fffffffffffff) | 0x3fc0000000000000;
	return from_bits(high, next() << (i % 5 ? 0 : 40));
}

static void conversions(void)
{
	double d = (double)va;
	float f = (float)va;
	if (d == d)
		printf("d %a f %a\n", d, f);
	if (va > -0x1p63L && va < 0x1p63L)
		printf("i64 %lld\n", (long long)va);
	if (va > -1.0L && va < 0x1p64L)
		printf("u64 %llu\n", (unsigned long long)va);
	if (va > -0x1p127L && va < 0x1p127L) {
		int128 whole = (int128)va;
		printf("i128 %016llx%016llx\n", (unsigned long long)(whole >> 64),
		       (unsigned long long)whole);
	}
	volatile uint64_t high = next(), low = next();
	show("fi64", (long double)(int64_t)high);
	show("fu64", (long double)high);
	show("fi128", (long double)(int128)((uint128)high << 64 | low));
	show("fu128", (long double)((uint128)high << 64 | low));
	show("fd", (long double)d);
	show("ff", (long double)f);
}

int main(void)
{
	static long double values[100];
	for (int i = 0; i < 100; i++)
		values[i] = operand(i);
	for (int i = 0; i < 100; i++) {
		va = values[i];
		conversions();
		for (int j = 0; j < 100; j++) {
			vb = values[j];
			show("+", va + vb);
			show("-", va - vb);
			show("*", va * vb);
			show("/", va / vb);
			printf("? %d%d%d%d%d%d\n", va < vb, va <= vb, va == vb, va != vb, va >= vb, va > vb);
		}
	}
	return 0;
}
