from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.platforms import get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.diagnostics import Diagnostic


def needing(*versions: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(("libc.so.6", version, f"f{i}") for i, version in enumerate(versions))


def test_symbols_above_the_floor_are_named_newest_first(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    versions = needing("GLIBC_2.17", "GLIBC_2.28", "GLIBC_2.34", "NCURSES6_5.0")
    (found,) = audit({"lib/tool.so": make_elf(versions=versions)})
    assert (found.name, found.path) == ("glibc-too-new", "lib/tool.so")
    assert found.message == (
        "the file needs f2@GLIBC_2.34, f1@GLIBC_2.28 of libc.so.6, the floor is glibc 2.17"
    )


def test_long_lists_are_cut(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"lib/tool.so": make_elf(versions=needing(*["GLIBC_2.34"] * 7))})
    assert "f4@GLIBC_2.34 and 2 more of libc.so.6" in found.message


@pytest.mark.parametrize("version", ["GLIBC_PRIVATE", "GLIBC_ABI_DT_RELR"])
def test_versions_without_a_number_are_too_new(
    version: str, names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/tool.so": make_elf(versions=needing(version))}
    assert names(files) == ["glibc-too-new"]


def test_packed_relocations_pass_with_a_floor_that_has_them(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/tool.so": make_elf(versions=needing("GLIBC_ABI_DT_RELR"))}
    assert names(files, context={"libc_floor": "2.36"}) == []


def test_symbols_of_the_floor_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    versions = needing("GLIBC_2.17", "GLIBC_2.2.5")
    assert names({"lib/tool.so": make_elf(versions=versions)}) == []


def test_weak_versions_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/tool.so": make_elf(versions=needing("GLIBC_2.36"), weak=True)}
    assert names(files) == []


def test_a_package_that_depends_on_the_newer_glibc_passes(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/tool.so": make_elf(versions=needing("GLIBC_2.28"))}
    assert names(files, depends=("__glibc >=2.28,<3.0.a0",)) == []


@pytest.mark.integration
@pytest.mark.parametrize("subdir", ["linux-aarch64", "linux-ppc64le"])
def test_what_the_distributions_cross_compiler_makes_is_too_new(
    subdir: str,
    names: Callable[..., list[str]],
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    compiler = require(f"{get_platform(subdir).debian_triplet}-gcc")
    source, library = tmp_path / "tool.c", tmp_path / "tool.so"
    source.write_text(
        "int pthread_kill(unsigned long, int); int f() { return pthread_kill(0, 0); }"
    )
    subprocess.run([compiler, "-shared", "-fPIC", source, "-o", library], check=True)
    files = {"lib/tool.so": library.read_bytes()}
    assert names(files, subdir=subdir) == ["glibc-too-new"]
    assert names(files, subdir=subdir, context={"libc_floor": "2.36"}) == []
