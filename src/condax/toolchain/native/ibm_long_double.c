/* IBM double-double `long double`: what the compiler calls for it on ppc64le.

   A value is the exact sum of two doubles; `hi` is that sum rounded to nearest. Zig's compiler_rt
   has only IEEE binary128 (under the names __addkf3 ...), conda-forge's ABI is this one. The
   operation order is the one of the AIX and GNU run-time libraries, so that results agree digit
   for digit; every step after the first is an error term that `fma` makes exact. */

typedef union {
	long double value;
	struct {
		double hi, lo;
	} part;
} pair;

typedef __int128 int128;
typedef unsigned __int128 uint128;
typedef _Complex long double complex_value;

#define finite_or_zero(x) (__builtin_fabs(x) <= __DBL_MAX__)

static long double join(double hi, double lo)
{
	pair result;
	result.part.hi = hi;
	result.part.lo = lo;
	return result.value;
}

/* The sum of a large and a small part, normalised. */
static long double renormalise(double large, double small)
{
	double hi = large + small;
	if (!finite_or_zero(hi))
		return join(hi, 0.0);
	return join(hi, (large - hi) + small);
}

long double __gcc_qadd(double a, double aa, double c, double cc)
{
	double z = a + c;
	if (!finite_or_zero(z)) {
		if (z != z || __builtin_isinf(a) || __builtin_isinf(c))
			return join(z, 0.0);
		/* The high parts alone overflow; with the low parts the sum may still fit. */
		z = cc + aa + c + a;
		if (!finite_or_zero(z))
			return join(z, 0.0);
		double low = aa + cc;
		return join(z, __builtin_fabs(a) > __builtin_fabs(c) ? a - z + c + low
								     : c - z + a + low);
	}
	double q = a - z;
	double rest = q + c + (a - (q + z)) + aa + cc;
	if (rest == 0.0)
		return join(z, 0.0);
	return renormalise(z, rest);
}

long double __gcc_qsub(double a, double aa, double c, double cc)
{
	return __gcc_qadd(a, aa, -c, -cc);
}

long double __gcc_qmul(double a, double b, double c, double d)
{
	double t = a * c;
	if (t == 0.0 || !finite_or_zero(t))
		return join(t, 0.0);
	double tau = __builtin_fma(a, c, -t);
	double v = a * d;
	double w = b * c;
	tau += v + w;
	return renormalise(t, tau);
}

long double __gcc_qdiv(double a, double b, double c, double d)
{
	double t = a / c;
	if (t == 0.0 || !finite_or_zero(t))
		return join(t, 0.0);
	double s = c * t;
	double w = __builtin_fma(-d, t, b);
	double sigma = __builtin_fma(c, t, -s);
	double v = a - s;
	double tau = ((v - sigma) + w) / c;
	return renormalise(t, tau);
}

/* Truncation of the exact sum towards zero. */
static int128 truncated(double hi, double lo)
{
	double hi_whole = __builtin_trunc(hi), lo_whole = __builtin_trunc(lo);
	double fraction = (hi - hi_whole) + (lo - lo_whole);
	int128 whole = (int128)hi_whole + (int128)lo_whole;
	if (whole > 0 && fraction < 0.0)
		return whole - 1;
	if (whole < 0 && fraction > 0.0)
		return whole + 1;
	return whole;
}

static uint128 truncated_unsigned(double hi, double lo)
{
	double hi_whole = __builtin_trunc(hi), lo_whole = __builtin_trunc(lo);
	double fraction = (hi - hi_whole) + (lo - lo_whole);
	uint128 whole = (uint128)hi_whole + (uint128)(int128)lo_whole;
	return whole > 0 && fraction < 0.0 ? whole - 1 : whole;
}

long long __fixtfdi(long double x)
{
	pair in = {x};
	return (long long)truncated(in.part.hi, in.part.lo);
}

unsigned long long __fixunstfdi(long double x)
{
	pair in = {x};
	return (unsigned long long)truncated(in.part.hi, in.part.lo);
}

int128 __fixtfti(long double x)
{
	pair in = {x};
	if (in.part.hi < 0.0)
		return -(int128)truncated_unsigned(-in.part.hi, -in.part.lo);
	return (int128)truncated_unsigned(in.part.hi, in.part.lo);
}

uint128 __fixunstfti(long double x)
{
	pair in = {x};
	return truncated_unsigned(in.part.hi, in.part.lo);
}

long double __floatditf(long long x)
{
	double hi = (double)x;
	return join(hi, (double)((int128)x - (int128)hi));
}

long double __floatunditf(unsigned long long x)
{
	double hi = (double)x;
	return join(hi, (double)((int128)x - (int128)hi));
}

long double __floatuntitf(uint128 x)
{
	double hi = (double)x;
	/* 2^128 does not fit; the difference to it wraps around to the right value. */
	uint128 whole = hi >= 0x1p128 ? 0 : (uint128)hi;
	return renormalise(hi, (double)(int128)(x - whole));
}

long double __floattitf(int128 x)
{
	long double magnitude = __floatuntitf(x < 0 ? -(uint128)x : (uint128)x);
	return x < 0 ? -magnitude : magnitude;
}

long double __powitf2(long double base, int exponent)
{
	unsigned n = exponent < 0 ? -(unsigned)exponent : (unsigned)exponent;
	long double result = n & 1 ? base : 1.0L;
	while (n >>= 1) {
		base *= base;
		if (n & 1)
			result *= base;
	}
	return exponent < 0 ? 1.0L / result : result;
}

static complex_value complex_of(long double re, long double im)
{
	complex_value z;
	__real__ z = re;
	__imag__ z = im;
	return z;
}

static int is_infinite(long double x)
{
	return __builtin_isinf((double)x);
}

static int is_nan(long double x)
{
	return (double)x != (double)x;
}

static long double with_sign(long double magnitude, long double sign)
{
	return __builtin_signbit((double)sign) ? -magnitude : magnitude;
}

static long double zero_if_nan(long double x)
{
	return is_nan(x) ? with_sign(0.0L, x) : x;
}

static long double unit(long double x)
{
	return with_sign(is_infinite(x) ? 1.0L : 0.0L, x);
}

/* C11 Annex G.5.1: an infinite factor makes the product infinite even where the plain formula
   says NaN. */
complex_value __multc3(long double a, long double b, long double c, long double d)
{
	long double ac = a * c, bd = b * d, ad = a * d, bc = b * c;
	long double re = ac - bd, im = ad + bc;
	if (!is_nan(re) || !is_nan(im))
		return complex_of(re, im);
	int again = 0;
	if (is_infinite(a) || is_infinite(b)) {
		a = unit(a), b = unit(b), c = zero_if_nan(c), d = zero_if_nan(d), again = 1;
	}
	if (is_infinite(c) || is_infinite(d)) {
		c = unit(c), d = unit(d), a = zero_if_nan(a), b = zero_if_nan(b), again = 1;
	}
	if (!again && (is_infinite(ac) || is_infinite(bd) || is_infinite(ad) || is_infinite(bc))) {
		a = zero_if_nan(a), b = zero_if_nan(b);
		c = zero_if_nan(c), d = zero_if_nan(d), again = 1;
	}
	if (again) {
		re = __builtin_inf() * (a * c - b * d);
		im = __builtin_inf() * (a * d + b * c);
	}
	return complex_of(re, im);
}

/* Smith's method, with Annex G's answers for zero and infinite operands. */
complex_value __divtc3(long double a, long double b, long double c, long double d)
{
	long double ratio, denominator, re, im;
	long double size_c = c < 0 ? -c : c, size_d = d < 0 ? -d : d;
	if (size_c < size_d) {
		ratio = c / d;
		denominator = (c * ratio) + d;
		re = ((a * ratio) + b) / denominator;
		im = ((b * ratio) - a) / denominator;
	} else {
		ratio = d / c;
		denominator = (d * ratio) + c;
		re = ((b * ratio) + a) / denominator;
		im = (b - (a * ratio)) / denominator;
	}
	if (!is_nan(re) || !is_nan(im))
		return complex_of(re, im);
	if (c == 0.0L && d == 0.0L && (!is_nan(a) || !is_nan(b))) {
		long double infinity = with_sign(__builtin_inf(), c);
		return complex_of(infinity * a, infinity * b);
	}
	if ((is_infinite(a) || is_infinite(b)) && !is_infinite(c) && !is_nan(c) &&
	    !is_infinite(d) && !is_nan(d)) {
		a = unit(a), b = unit(b);
		return complex_of(__builtin_inf() * (a * c + b * d),
				  __builtin_inf() * (b * c - a * d));
	}
	if ((is_infinite(c) || is_infinite(d)) && !is_infinite(a) && !is_nan(a) &&
	    !is_infinite(b) && !is_nan(b)) {
		c = unit(c), d = unit(d);
		return complex_of(0.0L * (a * c + b * d), 0.0L * (b * c - a * d));
	}
	return complex_of(re, im);
}
