/* Prints what `long double` arithmetic gives, bit by bit, for special and pseudo-random operands.
   Every operand comes from memory that the compiler cannot see through. */
#include <complex.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef __int128 int128;
typedef unsigned __int128 uint128;

static volatile long double va, vb, vc, vd;
static long double values[400];
static int count;

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static long double join(double hi, double lo)
{
	double parts[2] = {hi, lo};
	long double value;
	memcpy(&value, parts, sizeof value);
	return value;
}

static double from_bits(uint64_t bits)
{
	double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

static void add(double hi, double lo)
{
	values[count++] = join(hi, lo);
}

static void show_double(double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	if (value != value)
		printf(" nan");
	else
		printf(" %016llx", (unsigned long long)bits);
}

static void show(const char *what, long double value)
{
	double parts[2];
	memcpy(parts, &value, sizeof parts);
	printf("%s", what);
	show_double(parts[0]);
	/* The ABI gives the low part no meaning beside an infinity or a NaN. */
	if (isfinite(parts[0]))
		show_double(parts[1] == 0.0 ? 0.0 : parts[1]);
	printf("\n");
}

static void show_integer(const char *what, uint128 value)
{
	printf("%s %016llx%016llx\n", what, (unsigned long long)(value >> 64),
	       (unsigned long long)value);
}

/* `exponent` of the high part, and a low part anywhere below half its last bit. */
static void add_random(int exponent)
{
	uint64_t sign = next() & 0x8000000000000000u, fraction = next() >> 12;
	double hi = from_bits(sign | (uint64_t)(exponent + 1023) << 52 | fraction);
	double lo = ldexp((double)(int64_t)next(), exponent - 53 - 63 - (int)(next() % 60));
	if (hi + lo == hi)
		add(hi, lo);
	else
		add(hi, 0.0);
}

static void fill(void)
{
	static const double plain[] = {
		0.0, 1.0, 2.0, 3.0, 0.5, 1.5, 10.0, 1e10, 1e100, 0x1p52, 0x1p53, 0x1p62, 0x1p63,
		0x1p64, 0x1p105, 0x1p106, 0x1p126, 0x1p127, 0x1p128, 0x1p-52, 0x1p-53, 0x1p-106,
		0x1p-107, 0x1p-900, 0x1p-969, 0x1p-970, 0x1p-1022, 0x1p-1023, 0x1p-1074, 0x1p1022,
		0x1p1023, 0x1.fffffffffffffp1023, 0x1.fffffffffffffp-1023, 0x1.fffffffffffffp62,
		INFINITY,
	};
	static const double pairs[][2] = {
		{1.0, 0x1p-53}, {1.0, -0x1p-54}, {1.0, 0x1p-1074}, {1.0, -0x1p-1074},
		{0x1p63, -1.0}, {0x1p63, 1.0}, {0x1p63, -0.5}, {0x1p64, -1.0}, {0x1p64, 1.0},
		{0x1p127, -1.0}, {0x1p127, -0x1p74}, {0x1p128, -1.0}, {0x1p128, -0x1p75},
		{0x1p100, 0.5}, {0x1p100, -0.5}, {2.0, -0x1p-60}, {0x1p53, 0.75}, {0x1p53, -0.25},
		{0x1.fffffffffffffp1023, 0x1.fffffffffffffp969},
		{0x1.fffffffffffffp1023, -0x1.fffffffffffffp969},
		{0x1p1023, 0x1p970}, {0x1p1023, -0x1p969}, {0x1p-969, 0x1p-1022},
		{0x1p-960, 0x1p-1074}, {0x1p-1000, 0x1p-1074}, {1e300, 1e283}, {1e-300, 1e-317},
		{M_PI, 1.2246467991473532e-16}, {0.1, -5.551115123125783e-18},
	};
	for (unsigned i = 0; i < sizeof plain / sizeof *plain; i++) {
		add(plain[i], 0.0);
		add(-plain[i], -0.0);
	}
	add(NAN, 0.0);
	for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		add(pairs[i][0], pairs[i][1]);
		add(-pairs[i][0], -pairs[i][1]);
	}
	for (int i = 0; i < 40; i++)
		add_random((int)(next() % 8) - 4);
	for (int i = 0; i < 30; i++)
		add_random((int)(next() % 200) - 60);
	for (int i = 0; i < 30; i++)
		add_random((int)(next() % 1900) - 950);
}

static void arithmetic(long double a, long double b)
{
	va = a, vb = b;
	show("+", va + vb);
	show("-", va - vb);
	show("*", va * vb);
	show("/", va / vb);
	printf("? %d%d%d%d%d%d%d\n", va < vb, va <= vb, va == vb, va != vb, va >= vb, va > vb,
	       isunordered(va, vb));
}

static void conversions(long double a)
{
	va = a;
	show("neg", -va);
	show("abs", fabsl(va));
	printf("d");
	show_double((double)va);
	printf("\nf");
	show_double((float)va);
	printf("\n");
	/* What does not fit has no defined result. */
	if (va > -0x1p31L && va < 0x1p31L)
		printf("i32 %d\n", (int)va);
	if (va > -1.0L && va < 0x1p32L)
		printf("u32 %u\n", (unsigned)va);
	if (va >= -0x1p63L && va < 0x1p63L)
		printf("i64 %lld\n", (long long)va);
	if (va > -1.0L && va < 0x1p64L)
		printf("u64 %llu\n", (unsigned long long)va);
	if (va >= -0x1p127L && va < 0x1p127L)
		show_integer("i128", (uint128)(int128)va);
	if (va > -1.0L && va < 0x1p128L)
		show_integer("u128", (uint128)va);
	show("sqrt", sqrtl(va));
	printf("text %.33Lg %La %.3Lf\n", va, va, fabsl(va) < 1e30L ? va : 0.0L);
}

static void from_integers(uint64_t high, uint64_t low)
{
	volatile uint64_t u64 = low;
	volatile uint128 u128 = (uint128)high << 64 | low;
	show_integer("integer", u128);
	show("fi64", (long double)(int64_t)u64);
	show("fu64", (long double)u64);
	show("fi128", (long double)(int128)u128);
	show("fu128", (long double)u128);
}

static long double any(void)
{
	int index = (int)(next() % (unsigned)count);
	printf(" %d", index);
	return values[index];
}

static void complex_arithmetic(void)
{
	printf("complex");
	va = any(), vb = any(), vc = any(), vd = any();
	printf("\n");
	_Complex long double x = CMPLXL(va, vb), y = CMPLXL(vc, vd);
	volatile _Complex long double vx = x, vy = y, product = vx * vy, quotient = vx / vy;
	show("re*", creall(product));
	show("im*", cimagl(product));
	show("re/", creall(quotient));
	show("im/", cimagl(quotient));
}

int main(void)
{
	fill();
	for (int i = 0; i < count; i++) {
		printf("= %d\n", i);
		show("v", values[i]);
		conversions(values[i]);
		for (int j = 0; j < count; j++)
			arithmetic(values[i], values[j]);
	}
	for (int i = 0; i < 1000; i++) {
		int shift = (int)(next() % 64);
		uint64_t high = i % 3 ? next() >> shift : 0, low = next();
		from_integers(i % 7 ? high : ~0ull << shift, i % 5 ? low : low & ~0ull << shift);
	}
	from_integers(~0ull, ~0ull);
	from_integers(~0ull >> 1, ~0ull);
	from_integers(1ull << 63, 0);
	from_integers(0, 0);
	for (int i = 0; i < 3000; i++)
		complex_arithmetic();
	for (int i = 0; i < count; i++)
		for (int n = -20; n <= 20; n += 3) {
			volatile int exponent = n;
			va = values[i];
			show("powi", __builtin_powil(va, exponent));
		}
	return 0;
}
