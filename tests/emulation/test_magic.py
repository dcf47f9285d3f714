"""Header patterns of ELF platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from condax.emulation.magic import binary_magic
from condax.platforms import TABLE, BinaryFormat, Platform, get_platform

if TYPE_CHECKING:
    from pathlib import Path

ELF = [row for row in TABLE if row.binary_format is BinaryFormat.ELF]


def header(platform: Platform, *, elf_type: int = 3, os_abi: int = 0) -> bytes:
    order: Literal["little", "big"] = "big" if platform.endian == "big" else "little"
    assert platform.elf_machine is not None
    ident = b"\x7fELF\x02" + (b"\x02" if order == "big" else b"\x01") + b"\x01"
    tail = elf_type.to_bytes(2, order) + platform.elf_machine.to_bytes(2, order)
    return ident + bytes([os_abi]) + bytes(8) + tail + b"rest of the file"


@pytest.mark.parametrize("row", ELF, ids=str)
def test_pattern_takes_programs_and_libraries_of_its_own_platform_only(row: Platform) -> None:
    magic = binary_magic(row)
    assert magic is not None
    taken = [other.subdir for other in ELF if magic.matches(header(other))]
    assert taken == [row.subdir]
    assert magic.matches(header(row, elf_type=2))


@pytest.mark.parametrize("row", ELF, ids=str)
def test_object_files_and_core_dumps_are_not_taken(row: Platform) -> None:
    magic = binary_magic(row)
    assert magic is not None
    assert not magic.matches(header(row, elf_type=1))
    assert not magic.matches(header(row, elf_type=4))


def test_a_program_of_the_gnu_os_abi_is_taken() -> None:
    row = get_platform("linux-aarch64")
    magic = binary_magic(row)
    assert magic is not None
    assert magic.matches(header(row, os_abi=3))


def test_truncated_and_absent_files_do_not_match(tmp_path: Path) -> None:
    row = get_platform("linux-aarch64")
    magic = binary_magic(row)
    assert magic is not None
    (tmp_path / "short").write_bytes(header(row)[:19])
    assert not magic.matches_file(tmp_path / "short")
    assert not magic.matches_file(tmp_path / "absent")


@pytest.mark.parametrize("row", [row for row in TABLE if row not in ELF], ids=str)
def test_platforms_without_elf_have_no_pattern(row: Platform) -> None:
    assert binary_magic(row) is None
