"""The single-file headers of libc++: who gets them, and that they say the same."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from condax.toolchain import cxx_flat, wrappers
from condax.toolchain.activation import ARCHITECTURE_FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("cxx-aarch64")]

MIXED = (
    ("stdlib.h", "string", "vector", "regex", "map"),
    ("cmath", "cstdlib", "iostream", "fstream", "algorithm", "unordered_map"),
    ("tuple", "deque", "set", "utility", "memory", "thread"),
    ("stdexcept", "limits", "sstream", "functional", "iomanip", "optional"),
    ("wchar.h", "locale", "string", "chrono", "list", "stdio.h", "map"),
)
"""Headers one behind the other, with and without a flat one."""
PLAIN = f"-D{cxx_flat.PLAIN}"
LINE_NUMBER = re.compile(r"(__padding\d?)_\d+_")
"""Members without a use are called by the line that they stand in."""


@pytest.fixture(scope="module")
def cxx(cxx_prefix_of: Callable[[str], Prefix]) -> Prefix:
    return cxx_prefix_of("linux-aarch64")


def tokens(cxx: Prefix, folder: Path, headers: Sequence[str], *flags: str) -> list[str]:
    """What the compiler reads of some headers, and at the end the language version of flat ones."""
    includes = "".join(f"#include <{each}>\n" for each in headers)
    (folder / "m.cc").write_text(f"{includes}{cxx_flat.USUAL}\n")
    text = cxx.run("c++", *flags, "-E", "-P", "m.cc", cwd=folder)
    return LINE_NUMBER.sub(r"\1", text).split()


@pytest.mark.parametrize("standard", cxx_flat.STANDARDS)
def test_a_flat_header_says_what_its_header_says(
    cxx: Prefix, standard: str, tmp_path: Path
) -> None:
    flag = f"-std=c++{standard}"
    for headers in (*((each,) for each in cxx_flat.HEADERS), *MIXED):
        *flat, used = tokens(cxx, tmp_path, headers, flag)
        *plain, unused = tokens(cxx, tmp_path, headers, flag, PLAIN)
        assert (int(used), unused) == (cxx_flat.STANDARDS[standard], "0")
        assert len(plain) > 10_000
        assert flat == plain, headers


@pytest.mark.parametrize("target", ["linux-aarch64", "linux-ppc64le"])
def test_what_is_compiled_in_the_usual_way_gets_them(
    cxx_prefix_of: Callable[[str], Prefix], target: str, tmp_path: Path
) -> None:
    cxx = cxx_prefix_of(target)
    cpu = ARCHITECTURE_FLAGS[cxx.target.zig_cpu or ""].split()
    for flags in (
        (),
        ("-std=c++17", "-O3", "-g", "-fPIC", "-DNDEBUG", "-D_FORTIFY_SOURCE=2", "-pthread"),
        ("-fvisibility=hidden", "-fopenmp", "-D_FILE_OFFSET_BITS=64", "-Wall", "-Wextra"),
    ):
        assert tokens(cxx, tmp_path, ["string"], *cpu, *flags)[-1] == "201703"


@pytest.mark.parametrize(
    "flag",
    [
        *("-fno-exceptions", "-fno-rtti", "-Os", "-fsanitize=address", "-std=c++23"),
        *("-Dmin=smaller", "-D_LIBCPP_REMOVE_TRANSITIVE_INCLUDES"),
        "-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST",
        "-D_LIBCPP_ENABLE_CXX17_REMOVED_BINDERS",
        "-D_LIBCPP_TYPEINFO_COMPARISON_IMPLEMENTATION=2",
        "-D_LIBCPP_VERBOSE_ABORT(...)=mine()",
    ],
)
def test_any_other_way_gets_the_headers_as_they_are(cxx: Prefix, flag: str, tmp_path: Path) -> None:
    found = tokens(cxx, tmp_path, ["string"], flag)
    assert found[-1] == "0"
    assert found == tokens(cxx, tmp_path, ["string"], flag, PLAIN)


def test_a_sysroot_with_other_files_gets_the_headers_as_they_are(
    cxx: Prefix, tmp_path: Path
) -> None:
    """glibc 2.17 itself has no `<bits/types/mbstate_t.h>`, which condax's headers for it have."""
    include = tmp_path / "include"
    shutil.copytree(cxx.sysroot / "usr" / "include", include)
    kept = include / "bits" / "types" / "mbstate_t.h"
    header = include / "wchar.h"
    old = "#include <bits/types/mbstate_t.h>"
    assert old in header.read_text()
    header.write_text(header.read_text().replace(old, kept.read_text()))
    kept.unlink()
    resources = cxx.path / wrappers.RESOURCES / "include"
    folders = (include / "c++" / "v1", resources, include)
    flags = (flag for folder in folders for flag in ("-isystem", str(folder)))
    assert tokens(cxx, tmp_path, ["iostream"], "-nostdinc", *flags)[-1] == "0"


def test_the_compilers_version_is_compared(cxx: Prefix) -> None:
    text = (cxx.sysroot / "usr/include/c++/v1" / cxx_flat.FOLDER / "usual").read_text()
    assert re.search(r"\(_LIBCPP_CLANG_VER\) == \(.*\d", text)


def test_a_macro_between_two_headers_is_hidden_from_the_second(cxx: Prefix, tmp_path: Path) -> None:
    source = "#include <string>\n#define min(a, b) a\n#include <map>\nstd::map<int, int> m;\n"
    (tmp_path / "m.cc").write_text(source)
    cxx.run("c++", "-c", "m.cc", cwd=tmp_path)
