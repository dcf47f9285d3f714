"""What depends on the processor is the host's; random numbers are those of every platform."""

import platform

import numpy

DIGITS = {"x86_64": 63, "aarch64": 112, "ppc64le": 105}
"""Bits of a long double's fraction: x87's, IEEE's binary128, IBM's pair of doubles."""

NORMAL = [
    "-0x1.961426290d2f0p-1",
    "0x1.ecb0a3193aa45p-3",
    "-0x1.e575a4c612305p+0",
    "0x1.65514b77994d3p+0",
]
INTEGERS = [1636767308333337990, 3645621941713246922, 4174239176269846231]
UNIFORM = ["0x1.c13848c4407d8p-3", "0x1.a6ec8c7b0839cp-2"]
"""From numpy.org's own build for x86-64."""

assert numpy.finfo(numpy.longdouble).nmant == DIGITS[platform.machine()]

generator = numpy.random.default_rng(2026)
assert [number.hex() for number in generator.standard_normal(4).tolist()] == NORMAL
assert generator.integers(0, 1 << 62, 3).tolist() == INTEGERS
old = numpy.random.RandomState(2026)
assert [number.hex() for number in old.random_sample(2).tolist()] == UNIFORM

matrix = numpy.array([[4.0, 1.0], [2.0, 3.0]])
assert numpy.allclose(sorted(numpy.linalg.eigvals(matrix)), [2, 5])
assert numpy.allclose(numpy.linalg.solve(matrix, [1, 2]), [0.1, 0.6])
print("numpy", numpy.__version__, "for", platform.machine())
