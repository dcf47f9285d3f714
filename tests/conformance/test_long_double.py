"""IBM double-double arithmetic against gcc's, and 128-bit integers against exact arithmetic."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.toolchain.conftest import Prefix

pytestmark = pytest.mark.integration

SOURCE = Path(__file__).with_name("long_double.c")
FLAGS = ("-O2", "-ffp-contract=off", "-lm")

# libgcc loses the last bits of these; condax's are exact, which the tests below check.
WIDE = ("i128", "u128", "fi128", "fu128")


@pytest.fixture(scope="module")
def results(
    prefix_of: Callable[[str], Prefix],
    require: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[str]]:
    """Lines that the program prints, compiled by `condax` and by `gcc`."""
    prefix = prefix_of("linux-ppc64le")
    triplet = prefix.target.debian_triplet
    compilers = {"condax": prefix.program("cc"), "gcc": require(f"{triplet}-gcc")}
    emulator = require(f"qemu-{prefix.target.qemu_arch}-static")
    folder = tmp_path_factory.mktemp("long-double")
    lines = {}
    for name, compiler in compilers.items():
        subprocess.run([compiler, SOURCE, "-o", folder / name, *FLAGS], check=True)
        done = subprocess.run(
            [emulator, "-L", f"/usr/{triplet}", folder / name],
            check=True,
            capture_output=True,
            text=True,
        )
        lines[name] = done.stdout.splitlines()
    return lines


def test_results_equal_those_of_gcc(results: dict[str, list[str]]) -> None:
    ours, theirs = results["condax"], results["gcc"]
    different = [
        (number, mine, other)
        for number, (mine, other) in enumerate(zip(ours, theirs, strict=True))
        if mine != other and mine.split()[0] not in WIDE
    ]
    assert len(ours) > 200_000
    assert different == []


def parts(line: str) -> Fraction:
    """The value of a line such as `fi64 3ff0000000000000 0000000000000000`."""
    exact = Fraction(0)
    for word in line.split()[1:]:
        bits = bytes.fromhex(word)
        sign, exponent = bits[0] >> 7, (bits[0] & 0x7F) << 4 | bits[1] >> 4
        fraction = int.from_bytes(bits, "big") & ((1 << 52) - 1)
        magnitude = fraction + (1 << 52 if exponent else 0)
        exact += (-1) ** sign * magnitude * Fraction(2) ** (max(exponent, 1) - 1075)
    return exact


def rounded(value: int) -> Fraction:
    """The double-double nearest to an integer: each part rounded to nearest."""
    high = float(value)
    return Fraction(high) + Fraction(float(value - int(high)))


def signed(value: int) -> int:
    return value - (1 << 128) if value >> 127 else value


def groups(lines: list[str], start: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line that starts with `start`, and the lines behind it by their first word."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in lines:
        word = line.split()[0]
        if word == start:
            found.append((line, {}))
        elif found:
            found[-1][1].setdefault(word, line)
    yield from found


def test_128_bit_integers_become_the_nearest_long_double(results: dict[str, list[str]]) -> None:
    checked = 0
    for line, behind in groups(results["condax"], "integer"):
        value = int(line.split()[1], 16)
        assert parts(behind["fu128"]) == rounded(value), line
        assert parts(behind["fi128"]) == rounded(signed(value)), line
        checked += 1
    assert checked > 1000


def test_long_doubles_are_truncated_exactly_to_128_bits(results: dict[str, list[str]]) -> None:
    checked = 0
    for line, behind in groups(results["condax"], "v"):
        if "i128" in behind:
            assert signed(int(behind["i128"].split()[1], 16)) == int(parts(line)), line
            checked += 1
        if "u128" in behind:
            assert int(behind["u128"].split()[1], 16) == int(parts(line)), line
            checked += 1
    assert checked > 200


OUT_OF_RANGE = """\
#include <math.h>
#include <stdio.h>
int main(void)
{
	volatile double values[] = {NAN, INFINITY, -INFINITY, 0x1p64, -0x1p64};
	for (int i = 0; i < 5; i++) {
		volatile long double wide = values[i];
		printf("%lld %lld\\n", (long long)wide, (long long)values[i]);
	}
	return 0;
}
"""


def test_what_no_integer_can_hold_becomes_what_a_double_of_it_becomes(
    prefix_of: Callable[[str], Prefix], require: Callable[[str], str], tmp_path: Path
) -> None:
    prefix = prefix_of("linux-ppc64le")
    program = prefix.compile(tmp_path / "program", OUT_OF_RANGE)
    emulator = require(f"qemu-{prefix.target.qemu_arch}-static")
    argv = [emulator, "-L", f"/usr/{prefix.target.debian_triplet}", str(program)]
    done = subprocess.run(argv, check=True, capture_output=True, text=True)
    pairs = [line.split() for line in done.stdout.splitlines()]
    assert [wide for wide, _ in pairs] == [double for _, double in pairs]
    assert {wide for wide, _ in pairs} == {str(-(2**63)), str(2**63 - 1)}
