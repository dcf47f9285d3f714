from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import lief
import pytest

from condax.audit.elf import ElfFile, ElfType, read_elf
from condax.platforms import TABLE, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.platforms import Platform

ELF_ROWS = [row for row in TABLE if row.elf_machine]


def read(content: bytes) -> ElfFile:
    elf = read_elf(memoryview(content))
    assert elf is not None
    return elf


@pytest.mark.parametrize("row", ELF_ROWS, ids=str)
def test_facts_are_read_in_the_byte_order_of_the_platform(
    row: Platform, make_elf: Callable[..., bytes]
) -> None:
    elf = read(
        make_elf(
            machine=row.elf_machine,
            endian=row.endian,
            interp=row.elf_interpreter,
            needed=("libm.so.6", "libc.so.6"),
            soname="libtool.so.1",
            runpath="$ORIGIN:$ORIGIN/../lib",
            versions=(("libc.so.6", "GLIBC_2.17", "read"), ("libm.so.6", "GLIBC_2.35", "hypot")),
        )
    )
    assert (elf.machine, elf.bits, elf.endian) == (row.elf_machine, 64, row.endian)
    assert elf.type is ElfType.DYNAMIC
    assert elf.interpreter == row.elf_interpreter
    assert elf.needed == ("libm.so.6", "libc.so.6")
    assert elf.soname == "libtool.so.1"
    assert elf.rpaths == ("$ORIGIN", "$ORIGIN/../lib")
    needs = [(need.library, need.version, need.symbols) for need in elf.version_needs]
    assert needs == [
        ("libc.so.6", "GLIBC_2.17", ("read",)),
        ("libm.so.6", "GLIBC_2.35", ("hypot",)),
    ]


def test_32_bit_files_are_read(make_elf: Callable[..., bytes]) -> None:
    elf = read(
        make_elf(
            machine=40, bits=32, needed=("libc.so.6",), versions=(("libc.so.6", "V_1", "read"),)
        )
    )
    assert (elf.bits, elf.needed) == (32, ("libc.so.6",))
    assert elf.version_needs[0].symbols == ("read",)


@pytest.mark.parametrize(("flags", "expected"), [(None, False), (6, False), (7, True)])
def test_stack_is_executable_only_if_the_header_says_so(
    flags: int | None, *, expected: bool, make_elf: Callable[..., bytes]
) -> None:
    assert read(make_elf(stack_flags=flags)).has_executable_stack is expected


def test_text_relocations_are_seen(make_elf: Callable[..., bytes]) -> None:
    assert read(make_elf(textrel=True)).has_text_relocations
    assert not read(make_elf()).has_text_relocations


def test_other_content_is_no_elf() -> None:
    assert read_elf(memoryview(b"#!/bin/sh\n")) is None
    assert read_elf(memoryview(b"")) is None


def test_no_truncation_raises(make_elf: Callable[..., bytes]) -> None:
    content = make_elf(interp="/lib/ld", needed=("a",), versions=(("a", "GLIBC_2.17", "x"),))
    whole = read(content)
    facts = [read_elf(memoryview(content[:size])) for size in range(len(content))]
    assert facts[100] is None
    assert read(content + b"tail") == whole


def test_no_damaged_byte_raises(make_elf: Callable[..., bytes]) -> None:
    content = bytearray(make_elf(needed=("a",), versions=(("a", "GLIBC_2.17", "x"),)))
    unreadable = 0
    for at in range(4, len(content)):
        damaged = bytearray(content)
        damaged[at] ^= 0xFF
        unreadable += read_elf(memoryview(bytes(damaged))) is None
    assert unreadable > 0


def imports_by_lief(binary: lief.ELF.Binary) -> set[tuple[str, str, str]]:
    """Library, version and symbol of everything undefined that has a version."""
    found = set()
    for symbol in binary.dynamic_symbols:
        version = symbol.symbol_version
        if symbol.shndx == 0 and version and version.has_auxiliary_version:
            auxiliary = version.symbol_version_auxiliary
            assert auxiliary is not None
            found.add((str(auxiliary.name), str(symbol.name)))
    return {
        (str(need.name), str(auxiliary.name), symbol)
        for need in binary.symbols_version_requirement
        for auxiliary in need.get_auxiliary_symbols()
        for version, symbol in found
        if version == auxiliary.name
    }


def assert_agrees_with_lief(path: Path) -> None:
    ours, theirs = read(path.read_bytes()), lief.ELF.parse(path)
    assert theirs is not None
    assert ours.machine == theirs.header.machine_type.value & 0xFFFF
    assert ours.interpreter == (theirs.interpreter or None)
    assert list(ours.needed) == theirs.libraries
    our_imports = {(n.version, s) for n in ours.version_needs for s in n.symbols}
    assert our_imports
    assert {(v, s) for _, v, s in imports_by_lief(theirs)} <= our_imports


def test_the_running_interpreter_reads_as_lief_reads_it() -> None:
    assert_agrees_with_lief(Path(sys.executable).resolve())


@pytest.mark.integration
@pytest.mark.parametrize("subdir", ["linux-aarch64", "linux-ppc64le"])
def test_files_of_the_cross_libc_read_as_lief_reads_them(
    subdir: str, require: Callable[[str], str]
) -> None:
    triplet = get_platform(subdir).debian_triplet
    require(f"{triplet}-gcc")
    for name in ("libm.so.6", "libresolv.so.2", "libthread_db.so.1"):
        assert_agrees_with_lief(Path("/usr") / str(triplet) / "lib" / name)
