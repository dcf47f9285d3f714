"""Machine files for Meson."""

from __future__ import annotations

import configparser

import pytest

from condax.platforms import get_platform
from condax.toolchain.meson import meson_long_double, quoted, render_machine_file


@pytest.mark.parametrize(
    ("subdir", "word"),
    [
        ("linux-64", "INTEL_EXTENDED_16_BYTES"),
        ("linux-aarch64", "IEEE_QUAD_LE"),
        ("linux-ppc64le", "IBM_DOUBLE_DOUBLE_LE"),
        ("linux-s390x", "IEEE_QUAD_BE"),
    ],
)
def test_the_word_for_long_double(subdir: str, word: str) -> None:
    assert meson_long_double(get_platform(subdir)) == word


def test_binaries_are_the_last_section() -> None:
    binaries = {"c": ("cc",), "exe_wrapper": ("qemu", "-L", "/usr/it's")}
    text = render_machine_file(get_platform("linux-s390x"), binaries)
    parsed = configparser.ConfigParser()
    parsed.read_string(text)
    assert parsed.sections()[-1] == "binaries"
    assert parsed["host_machine"]["endian"] == "'big'"
    assert parsed["binaries"]["exe_wrapper"] == "['qemu', '-L', '/usr/it\\'s']"


def test_a_native_file_says_nothing_of_the_machine() -> None:
    assert render_machine_file(None, {"c": ("cc",)}) == "[binaries]\nc = 'cc'\n"


def test_a_string_is_quoted_as_meson_reads_it() -> None:
    assert quoted("a\\b'c") == "'a\\\\b\\'c'"
