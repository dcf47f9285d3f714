"""Call the C library there and back, with what the processor's calling convention is about."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
    typedef struct { int quot; int rem; } div_t;
    div_t div(int numerator, int denominator);
    double ldexp(double number, int exponent);
    int snprintf(char *text, size_t size, const char *format, ...);
    void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
""")
libc = ffi.dlopen(None)

result = libc.div(17, 5)
assert (result.quot, result.rem) == (3, 2)
assert libc.ldexp(0.75, 4) == 12.0

text = ffi.new("char[]", 32)
word = ffi.new("char[]", b"x")
# No double: cffi prepares variadic calls as any other on Linux, where POWER wants it otherwise.
libc.snprintf(text, 32, b"%d %s", ffi.cast("int", 7), word)
assert ffi.string(text) == b"7 x"


@ffi.callback("int(const void *, const void *)")
def compare(left: object, right: object) -> int:
    """A function of Python that C calls."""
    return ffi.cast("int *", left)[0] - ffi.cast("int *", right)[0]


numbers = ffi.new("int[]", [5, 3, 9, 1])
libc.qsort(numbers, 4, ffi.sizeof("int"), compare)
assert list(numbers) == [1, 3, 5, 9]
print("called")
