from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from condax.audit.elf import read_elf
from condax.audit.machines import machine_name, read_cpus
from condax.platforms import BinaryFormat

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("machine", "endian", "name"),
    [
        (183, "little", "aarch64"),
        (21, "big", "big-endian ppc64le"),
        (40, "little", "arm"),
        (9999, "little", "ELF machine 9999"),
    ],
)
def test_machines_have_names(
    machine: int, endian: str, name: str, make_elf: Callable[..., bytes]
) -> None:
    elf = read_elf(memoryview(make_elf(machine=machine, endian=endian)))
    assert elf is not None
    assert machine_name(elf) == name


@pytest.mark.parametrize(
    ("content", "binary_format", "cpus"),
    [
        (struct.pack("<II", 0xFEEDFACF, 0x0100000C), BinaryFormat.MACHO, {"aarch64"}),
        (struct.pack("<II", 0xFEEDFACE, 18), BinaryFormat.MACHO, {"0x12"}),
        (
            struct.pack(">II5I", 0xCAFEBABE, 1, 0x01000007, 0, 0, 0, 0),
            BinaryFormat.MACHO,
            {"x86_64"},
        ),
        (struct.pack(">IHH", 0xCAFEBABE, 0, 65), BinaryFormat.NONE, set()),
        (
            b"MZ" + bytes(58) + struct.pack("<I4sH", 64, b"PE\0\0", 0x8664),
            BinaryFormat.PE,
            {"x86_64"},
        ),
        (b"MZ" + bytes(58) + struct.pack("<I4sH", 64, b"NE\0\0", 0), BinaryFormat.NONE, set()),
        (b"MZ", BinaryFormat.NONE, set()),
        (b"plain text", BinaryFormat.NONE, set()),
    ],
    ids=["thin", "other-cpu", "universal", "java-class", "pe", "ne", "truncated", "text"],
)
def test_cpus_of_other_formats(content: bytes, binary_format: BinaryFormat, cpus: set[str]) -> None:
    assert read_cpus(memoryview(content)) == (binary_format, frozenset(cpus))
