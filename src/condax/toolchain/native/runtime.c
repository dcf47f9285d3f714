/* Routines of libgcc that zig's compiler_rt lacks or, for results below the smallest normal number,
   gets wrong. Each becomes a member of the compiler runtime, together with copies of what it calls:
   all are weak, as zig's are, so that copies do no harm. */

#define ROUTINE __attribute__((weak))

typedef unsigned long limb;
typedef __int128 int128;
typedef unsigned __int128 uint128;

#if defined(__powerpc64__)
typedef __float128 quad;
#define DIVIDE __divkf3
#elif defined(__x86_64__)
typedef __float128 quad;
#define DIVIDE __divtf3
#else
typedef long double quad;
#define DIVIDE __divtf3
#endif

/* IEEE binary128: a sign, 15 bits of exponent and 112 bits of fraction. */
#define FRACTION_BITS 112
#define SIGN ((uint128)1 << 127)
#define IMPLICIT ((uint128)1 << FRACTION_BITS)
#define INFINITE ((uint128)0x7fff << FRACTION_BITS)
#define NOT_A_NUMBER (INFINITE | IMPLICIT >> 1)
#define BIAS 16383

typedef union {
	quad value;
	uint128 bits;
} pattern;

static quad with_bits(uint128 bits)
{
	pattern result;
	result.bits = bits;
	return result.value;
}

/* The fraction with its leading bit at FRACTION_BITS; subnormal numbers get an exponent below 1. */
static uint128 unpack(uint128 magnitude, int *exponent)
{
	*exponent = (int)(magnitude >> FRACTION_BITS);
	uint128 fraction = magnitude & (IMPLICIT - 1);
	if (*exponent)
		return fraction | IMPLICIT;
	limb high = (limb)(fraction >> 64);
	int zeros = high ? __builtin_clzl(high) : 64 + __builtin_clzl((limb)fraction);
	int shift = zeros - (127 - FRACTION_BITS);
	*exponent = 1 - shift;
	return fraction << shift;
}

/* One step of long division in base 2^64 (Knuth, The Art of Computer Programming 2, 4.3.1 D): the
   next limb of the quotient by a divisor with its top bit set, and the remainder in `rest`. */
static limb next_limb(uint128 *rest, uint128 divisor)
{
	limb top = (limb)(divisor >> 64), bottom = (limb)divisor;
	limb guess = (limb)(*rest >> 64) >= top ? ~(limb)0 : (limb)(*rest / top);
	uint128 left = *rest - (uint128)guess * top;
	while (!(left >> 64) && (uint128)guess * bottom > left << 64) {
		guess--;
		left += top;
	}
	*rest = (*rest << 64) - guess * divisor;
	return guess;
}

/* `significand` is a value from 1 to 2 with the point behind bit 127; rounds to nearest even. */
static uint128 pack(uint128 significand, int exponent, int inexact)
{
	int shift = 127 - FRACTION_BITS;
	if (exponent >= 2 * BIAS + 1)
		return INFINITE;
	if (exponent < 1)
		shift += 1 - exponent;
	if (shift > 128)
		return 0;
	uint128 result = shift < 128 ? significand >> shift : 0;
	uint128 half = (uint128)1 << (shift - 1), cut = significand & (half + half - 1);
	if (cut > half || (cut == half && (inexact || (result & 1))))
		result++;
	/* The leading bit counts as one exponent, and so does a carry out of the fraction. */
	return exponent < 1 ? result : result + ((uint128)(exponent - 1) << FRACTION_BITS);
}

ROUTINE quad DIVIDE(quad a, quad b)
{
	pattern in_a = {a}, in_b = {b};
	uint128 sign = (in_a.bits ^ in_b.bits) & SIGN;
	uint128 size_a = in_a.bits & ~SIGN, size_b = in_b.bits & ~SIGN;
	if (size_a > INFINITE || size_b > INFINITE ||
	    (size_a == size_b && (!size_a || size_a == INFINITE)))
		return with_bits(NOT_A_NUMBER);
	if (size_a == INFINITE || !size_b)
		return with_bits(sign | INFINITE);
	if (size_b == INFINITE || !size_a)
		return with_bits(sign);
	int exponent_a, exponent_b;
	uint128 rest = unpack(size_a, &exponent_a) << 14;
	uint128 divisor = unpack(size_b, &exponent_b) << 15;
	uint128 quotient = (uint128)next_limb(&rest, divisor) << 64;
	quotient |= next_limb(&rest, divisor);
	int exponent = exponent_a - exponent_b + BIAS;
	if (!(quotient & SIGN)) {
		quotient <<= 1;
		exponent--;
	}
	return with_bits(sign | pack(quotient, exponent, rest != 0));
}

extern void abort(void) __attribute__((noreturn));

/* For libraries that gcc compiled with -ftrapv. */
#define TRAPPING(name, type, operation)                                                            \
	ROUTINE type name(type a, type b)                                                          \
	{                                                                                          \
		type result;                                                                       \
		if (operation(a, b, &result))                                                      \
			abort();                                                                   \
		return result;                                                                     \
	}

TRAPPING(__addvti3, int128, __builtin_add_overflow)
TRAPPING(__subvti3, int128, __builtin_sub_overflow)
TRAPPING(__mulvti3, int128, __builtin_mul_overflow)
TRAPPING(__mulvdi3, long, __builtin_mul_overflow)

#if defined(__powerpc64__)
/* Power ISA 2.07, book II, 1.8: write the data cache back, then let the instruction cache forget.
   A step below the size of a cache line does no harm. */
enum { STEP = 32 };

ROUTINE void __clear_cache(void *begin, void *end)
{
	char *first = (char *)((limb)begin & -(limb)STEP);
	for (char *line = first; line < (char *)end; line += STEP)
		__asm__ volatile("dcbst 0, %0" : : "r"(line) : "memory");
	__asm__ volatile("sync" : : : "memory");
	for (char *line = first; line < (char *)end; line += STEP)
		__asm__ volatile("icbi 0, %0" : : "r"(line) : "memory");
	__asm__ volatile("isync" : : : "memory");
}
#endif

#define REAL float
#define KIND sc
#define WIDE double
#include "complex.h"

#define REAL double
#define KIND dc
#define LARGEST __DBL_MAX__
#define SMALLEST __DBL_MIN__
#define EPSILON __DBL_EPSILON__
#include "complex.h"
