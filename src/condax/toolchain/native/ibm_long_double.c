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
	tau += __builtin_fma(a, d, b * c);
	return renormalise(t, tau);
}

long double __gcc_qdiv(double a, double b, double c, double d)
{
	double t = a / c;
	if (t == 0.0 || !finite_or_zero(t))
		return join(t, 0.0);
	/* The error of c * t has to be a double, too: far above the smallest one. */
	if (__builtin_fabs(a) <= 0x1p-969)
		a *= 0x1p106, b *= 0x1p106, c *= 0x1p106, d *= 0x1p106;
	double s = c * t;
	double w = __builtin_fma(-d, t, b);
	double sigma = __builtin_fma(c, t, -s);
	double v = a - s;
	double tau = ((v - sigma) + w) / c;
	return renormalise(t, tau);
}

/* The roundings of these two depend on the order of the operands, which compilers may exchange in
   `x + y` and `x * y`. */
static long double plus(long double x, long double y)
{
	pair a = {x}, b = {y};
	return __gcc_qadd(a.part.hi, a.part.lo, b.part.hi, b.part.lo);
}

static long double times(long double x, long double y)
{
	pair a = {x}, b = {y};
	return __gcc_qmul(a.part.hi, a.part.lo, b.part.hi, b.part.lo);
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
	/* 2^128 with a negative low part fits, and then wraps around to the right value. */
	uint128 whole = hi_whole >= 0x1p128 ? 0 : (uint128)hi_whole;
	whole += (uint128)(int128)lo_whole;
	return whole > 0 && fraction < 0.0 ? whole - 1 : whole;
}

/* What no `long long` can hold, infinities and NaN among it, becomes what the processor makes of the
   high part: the nearer end of the range. NumPy looks for the end of long doubles that way. */
long long __fixtfdi(long double x)
{
	pair in = {x};
	if (!(in.part.hi >= -0x1p63 && in.part.hi <= 0x1p63))
		return (long long)in.part.hi;
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
			result = times(result, base);
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

/* Baudin and Smith, "A robust complex division in Scilab" (2012): Smith's method, with operands that
   would overflow or lose their low parts scaled first. The limits are those of double. */
#define BIG (__LDBL_MAX__ / 2)
#define SMALLEST ((long double)__DBL_MIN__)
#define SMALL ((long double)__DBL_EPSILON__)
#define MAY_SCALE (BIG * SMALL)

static long double size_of(long double x)
{
	return __builtin_signbit((double)x) ? -x : x;
}

static int is_finite(long double x)
{
	return !is_infinite(x) && !is_nan(x);
}

/* Whether a quotient by parts of at most this size needs larger operands to be exact. */
static int needs_scaling(long double a, long double b, long double divisor)
{
	if (divisor < SMALL)
		return 1;
	return divisor < MAY_SCALE && ((size_of(a) < SMALLEST && size_of(b) < MAY_SCALE) ||
				       (size_of(b) < SMALLEST && size_of(a) < MAY_SCALE));
}

/* Annex G's answers where the plain formula says NaN: zero and infinite operands. */
static complex_value special_quotient(long double a, long double b, long double c, long double d)
{
	if (c == 0.0L && d == 0.0L && (!is_nan(a) || !is_nan(b))) {
		long double infinity = with_sign(__builtin_inf(), c);
		return complex_of(infinity * a, infinity * b);
	}
	if ((is_infinite(a) || is_infinite(b)) && is_finite(c) && is_finite(d)) {
		a = unit(a), b = unit(b);
		return complex_of(__builtin_inf() * (a * c + b * d),
				  __builtin_inf() * (b * c - a * d));
	}
	if ((is_infinite(c) || is_infinite(d)) && is_finite(a) && is_finite(b)) {
		c = unit(c), d = unit(d);
		return complex_of(0.0L * (a * c + b * d), 0.0L * (b * c - a * d));
	}
	return complex_of(__builtin_nan(""), __builtin_nan(""));
}

complex_value __divtc3(long double a, long double b, long double c, long double d)
{
	long double size_c = size_of(c), size_d = size_of(d), re, im;
	long double divisor = size_c < size_d ? size_d : size_c;
	if (divisor >= BIG)
		a /= 2, b /= 2, c /= 2, d /= 2;
	if (needs_scaling(a, b, divisor < BIG ? divisor : divisor / 2))
		a /= SMALL, b /= SMALL, c /= SMALL, d /= SMALL;
	if (size_c < size_d) {
		long double ratio = c / d, denominator = plus(times(c, ratio), d);
		int tiny = !(size_of(ratio) > SMALLEST);
		re = plus(tiny ? times(c, a / d) : times(a, ratio), b) / denominator;
		im = plus(tiny ? times(c, b / d) : times(b, ratio), -a) / denominator;
	} else {
		long double ratio = d / c, denominator = plus(times(d, ratio), c);
		int tiny = !(size_of(ratio) > SMALLEST);
		re = plus(tiny ? times(d, b / c) : times(b, ratio), a) / denominator;
		im = plus(b, -(tiny ? times(d, a / c) : times(a, ratio))) / denominator;
	}
	return is_nan(re) && is_nan(im) ? special_quotient(a, b, c, d) : complex_of(re, im);
}
