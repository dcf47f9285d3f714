"""Stub libraries: their text, and their symbols against a real glibc."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import lief
import pytest

from condax.toolchain.glibc_abi import Symbol, SymbolKind, Version
from condax.toolchain.stubs import SONAMES, render_stub, render_version_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.toolchain.conftest import Prefix

OLD, NEW = Version(2, 2, 5), Version(2, 14)


def symbol(name: str, kind: SymbolKind = SymbolKind.FUNCTION, size: int = 0) -> Symbol:
    return Symbol(name=name, library="c", kind=kind, size=size, versions=(OLD, NEW))


def test_only_the_last_version_is_the_default() -> None:
    text = render_stub("c", [symbol("memcpy")])
    assert ".symver memcpy_2_2_5, memcpy@GLIBC_2.2.5, remove\n" in text
    assert ".symver memcpy_2_14, memcpy@@GLIBC_2.14, remove\n" in text


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        (SymbolKind.FUNCTION, ".text"),
        (SymbolKind.OBJECT, ".data"),
        (SymbolKind.TLS, '.section .tdata,"awT",%progbits'),
    ],
)
def test_a_symbol_lies_in_the_section_of_its_kind(kind: SymbolKind, section: str) -> None:
    lines = render_stub("c", [symbol("it", kind, size=12)]).splitlines()
    place = lines.index(".globl it_2_14")
    sections = [line for line in lines[:place] if line.startswith((".text", ".data", ".section"))]
    assert sections[-1] == section
    assert ".size it_2_14, 12" in lines


def test_symbols_of_other_libraries_are_left_out() -> None:
    assert "memcpy" not in render_stub("m", [symbol("memcpy")])


def test_the_version_map_has_each_version_once_in_order() -> None:
    text = render_version_map([symbol("a"), symbol("b")])
    assert text == "GLIBC_2.2.5 { };\nGLIBC_2.14 { };\n"


Key = tuple[str, str]
"""Name and version of a symbol."""

Shape = tuple[str, int]
"""Function, object or thread-local, and the size where it matters."""

GONE = {"malloc_get_state", "malloc_set_state"}
"""Taken out of glibc 2.25; programs that were linked before keep them."""

NOT_IN_A_STUB = {"getaddrinfo_a", "gai_cancel", "gai_error", "gai_suspend"}
"""In libanl before 2.34, which zig has no data for."""


def exported(library: Path) -> Iterator[tuple[Key, Shape]]:
    elf = lief.ELF.parse(str(library))
    assert elf is not None
    for each in elf.dynamic_symbols:
        version = each.symbol_version
        if not each.shndx or version is None or version.symbol_version_auxiliary is None:
            continue
        name, node = str(each.name), str(version.symbol_version_auxiliary.name)
        if name == node or not node.startswith("GLIBC_2") or name.endswith("_placeholder"):
            continue
        kind = each.type.name.replace("GNU_IFUNC", "FUNC").replace("NOTYPE", "FUNC")
        yield (name, node), (kind, 0 if kind == "FUNC" else each.size)


def exports_of(folder: Path, interpreter: str) -> dict[Key, Shape]:
    found: dict[Key, Shape] = {}
    for soname in (*SONAMES.values(), interpreter):
        found.update(exported(folder / soname))
    return found


@pytest.mark.integration
def test_a_stub_has_the_symbols_of_the_real_glibc(
    cross_prefix: Prefix, require: Callable[[str], str]
) -> None:
    """Debian's glibc is younger: what it has at versions up to the floor is just what we have."""
    target = cross_prefix.target
    require(f"{target.debian_triplet}-gcc")
    real_folder = Path("/usr") / str(target.debian_triplet) / "lib"
    interpreter = Path(str(target.elf_interpreter)).name
    stubs = exports_of(cross_prefix.sysroot / "lib64", interpreter)
    real = exports_of(real_folder, interpreter)
    floor = Version.parse(str(target.min_libc))
    old = {key for key in real if Version.parse(key[1].removeprefix("GLIBC_")) <= floor}
    assert len(stubs) > 2000
    assert {name for name, _ in stubs.keys() - real.keys()} == GONE
    assert {name for name, _ in old - stubs.keys()} == NOT_IN_A_STUB
    assert {key: stubs[key] for key in old & stubs.keys()} == {
        key: real[key] for key in old & stubs.keys()
    }
