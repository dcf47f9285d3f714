"""Long doubles of NumPy and of C are the same type, to the last bit."""

import numpy
import sums

assert sums.total(numpy.arange(10.0)) == 45
tiny = numpy.finfo(numpy.longdouble).eps
parts = numpy.array([1, tiny, tiny], dtype=numpy.longdouble)
assert sums.total(parts) - 1 == 2 * tiny
