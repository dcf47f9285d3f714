"""The table of packages: one row each, with its source, no name meaning two things."""

from __future__ import annotations

from collections import Counter

import pytest

from condax.recipe.natures import (
    Nature,
    all_packages,
    by_cmake,
    by_library,
    by_name,
    by_pkg_config,
    by_program,
    by_pypi,
    nature_of,
)


def test_every_package_stands_once() -> None:
    counts = Counter(row.name for row in all_packages())
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("field", ["cmake", "pkg_config", "libraries", "programs"])
def test_no_name_means_two_packages(field: str) -> None:
    counts = Counter(name for row in all_packages() for name in getattr(row, field))
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_row_says_where_it_can_be_checked() -> None:
    assert [row.name for row in all_packages() if not row.source] == []


def test_build_systems_names_lead_to_packages() -> None:
    found = [
        by_cmake("ZLIB"),
        by_pkg_config("libffi"),
        by_library("bz2"),
        by_program("tclsh"),
        by_pypi("scikit-build-core"),
        by_name("ncurses"),
    ]
    names = [row.name if row else None for row in found]
    assert names == ["zlib", "libffi", "bzip2", "tk", "scikit-build-core", "ncurses"]


def test_a_library_is_no_python_project() -> None:
    assert by_pypi("zlib") is None


def test_compilers_are_known_by_how_they_are_named() -> None:
    assert nature_of("cross-python_linux-aarch64") is Nature.COMPILER
    assert nature_of("sysroot_linux-ppc64le") is Nature.COMPILER
    assert nature_of("gccgo") is None
