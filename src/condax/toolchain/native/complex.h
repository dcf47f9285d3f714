/* Complex multiplication and division of one type, for runtime.c: zig returns a pair of numbers as
   some ABIs do not, POWER's among them. Before it is included, REAL is the type, KIND the letters
   of libgcc's names for it, and LARGEST, SMALLEST and EPSILON its limits; WIDE, if there is one, is
   a type in which no quotient of REAL overflows. */

/* Where the CPU has fused operations, libgcc has them, too, and with them other last bits. */
#pragma clang fp contract(fast)
#ifndef __x86_64__
#define FUSED(a, b, c) __builtin_fma(a, b, c)
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif

#define PASTE(a, b, c) a##b##c
#define NAME(a, b, c) PASTE(a, b, c)
#define COMPLEX NAME(complex_, KIND, )
#define OWN(name) NAME(name, _, KIND)

typedef _Complex REAL COMPLEX;

static COMPLEX OWN(pair)(REAL re, REAL im)
{
	COMPLEX value;
	__real__ value = re;
	__imag__ value = im;
	return value;
}

static REAL OWN(with_sign)(REAL size, REAL sign)
{
	return __builtin_signbit(sign) ? -size : size;
}

static int OWN(is_infinite)(REAL x)
{
	return __builtin_isinf(x) != 0;
}

static int OWN(is_finite)(REAL x)
{
	return !__builtin_isinf(x) && !__builtin_isnan(x);
}

static REAL OWN(zero_if_nan)(REAL x)
{
	return __builtin_isnan(x) ? OWN(with_sign)(0, x) : x;
}

static REAL OWN(unit)(REAL x)
{
	return OWN(with_sign)(OWN(is_infinite)(x) ? 1 : 0, x);
}

/* C11 Annex G.5.1: an infinite factor makes the product infinite even where the plain formula
   says NaN. */
ROUTINE COMPLEX NAME(__mul, KIND, 3)(REAL a, REAL b, REAL c, REAL d)
{
	REAL ac = a * c, bd = b * d, ad = a * d, bc = b * c;
	REAL re = ac - bd, im = ad + bc;
	if (!__builtin_isnan(re) || !__builtin_isnan(im))
		return OWN(pair)(re, im);
	int again = 0;
	if (OWN(is_infinite)(a) || OWN(is_infinite)(b)) {
		a = OWN(unit)(a), b = OWN(unit)(b);
		c = OWN(zero_if_nan)(c), d = OWN(zero_if_nan)(d), again = 1;
	}
	if (OWN(is_infinite)(c) || OWN(is_infinite)(d)) {
		c = OWN(unit)(c), d = OWN(unit)(d);
		a = OWN(zero_if_nan)(a), b = OWN(zero_if_nan)(b), again = 1;
	}
	if (!again && (OWN(is_infinite)(ac) || OWN(is_infinite)(bd) || OWN(is_infinite)(ad) ||
		       OWN(is_infinite)(bc))) {
		a = OWN(zero_if_nan)(a), b = OWN(zero_if_nan)(b);
		c = OWN(zero_if_nan)(c), d = OWN(zero_if_nan)(d), again = 1;
	}
	if (!again)
		return OWN(pair)(re, im);
	return OWN(pair)(__builtin_inff() * (a * c - b * d), __builtin_inff() * (a * d + b * c));
}

/* Annex G's answers where the plain formula says NaN: zero and infinite operands. */
static COMPLEX OWN(special_quotient)(REAL a, REAL b, REAL c, REAL d)
{
	REAL infinity = __builtin_inff();
	if (c == 0 && d == 0 && (!__builtin_isnan(a) || !__builtin_isnan(b))) {
		infinity = OWN(with_sign)(infinity, c);
		return OWN(pair)(infinity * a, infinity * b);
	}
	if ((OWN(is_infinite)(a) || OWN(is_infinite)(b)) && OWN(is_finite)(c) && OWN(is_finite)(d)) {
		a = OWN(unit)(a), b = OWN(unit)(b);
		return OWN(pair)(infinity * (a * c + b * d), infinity * (b * c - a * d));
	}
	if ((OWN(is_infinite)(c) || OWN(is_infinite)(d)) && OWN(is_finite)(a) && OWN(is_finite)(b)) {
		c = OWN(unit)(c), d = OWN(unit)(d);
		return OWN(pair)(0 * (a * c + b * d), 0 * (b * c - a * d));
	}
	return OWN(pair)(__builtin_nanf(""), __builtin_nanf(""));
}

#ifdef WIDE

ROUTINE COMPLEX NAME(__div, KIND, 3)(REAL a, REAL b, REAL c, REAL d)
{
	WIDE wide_a = a, wide_b = b, wide_c = c, wide_d = d;
	WIDE denominator = wide_c * wide_c + wide_d * wide_d;
	REAL re = (REAL)((wide_a * wide_c + wide_b * wide_d) / denominator);
	REAL im = (REAL)((wide_b * wide_c - wide_a * wide_d) / denominator);
	if (__builtin_isnan(re) && __builtin_isnan(im))
		return OWN(special_quotient)(a, b, c, d);
	return OWN(pair)(re, im);
}

#else

#define BIG (LARGEST / 2)
#define MAY_SCALE (BIG * EPSILON)

static REAL OWN(size_of)(REAL x)
{
	return __builtin_signbit(x) ? -x : x;
}

/* Whether a quotient by parts of at most this size needs larger operands to be exact. */
static int OWN(needs_scaling)(REAL a, REAL b, REAL divisor)
{
	REAL size_a = OWN(size_of)(a), size_b = OWN(size_of)(b);
	if (divisor < EPSILON)
		return 1;
	return divisor < MAY_SCALE && ((size_a < SMALLEST && size_b < MAY_SCALE) ||
				       (size_b < SMALLEST && size_a < MAY_SCALE));
}

/* Baudin and Smith, "A robust complex division in Scilab" (2012), as in ibm_long_double.c. */
ROUTINE COMPLEX NAME(__div, KIND, 3)(REAL a, REAL b, REAL c, REAL d)
{
	REAL size_c = OWN(size_of)(c), size_d = OWN(size_of)(d), re, im;
	REAL divisor = size_c < size_d ? size_d : size_c;
	if (divisor >= BIG)
		a /= 2, b /= 2, c /= 2, d /= 2;
	if (OWN(needs_scaling)(a, b, divisor < BIG ? divisor : divisor / 2))
		a /= EPSILON, b /= EPSILON, c /= EPSILON, d /= EPSILON;
	/* Divided by i, both: the part that is not smaller becomes the real one. */
	if (size_c < size_d) {
		REAL old_a = a, old_c = c;
		a = b, b = -old_a, c = d, d = -old_c;
	}
	REAL ratio = d / c, denominator = FUSED(d, ratio, c);
	if (OWN(size_of)(ratio) > SMALLEST) {
		re = FUSED(b, ratio, a) / denominator;
		im = FUSED(-a, ratio, b) / denominator;
	} else {
		re = FUSED(d, b / c, a) / denominator;
		im = FUSED(-d, a / c, b) / denominator;
	}
	if (__builtin_isnan(re) && __builtin_isnan(im))
		return OWN(special_quotient)(a, b, c, d);
	return OWN(pair)(re, im);
}

#undef BIG
#undef MAY_SCALE
#endif

#undef REAL
#undef KIND
#undef WIDE
#undef LARGEST
#undef SMALLEST
#undef EPSILON
#undef OWN
#undef FUSED
#undef COMPLEX
#undef NAME
#undef PASTE
