"""Which processor an object file is for, in words and per container format."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from condax.platforms import TABLE, BinaryFormat

if TYPE_CHECKING:
    from condax.audit.elf import ElfFile

# Registered in the ELF gABI; only what turns up in packages for other platforms.
OTHER_MACHINES = {3: "i386", 8: "mips", 20: "ppc", 40: "arm", 258: "loongarch64"}

DEVICE_MACHINES = frozenset({190, 224, 247})
"""CUDA, AMD GPU and BPF code: loaded onto a device or into the kernel, whatever the platform."""

# Mach-O's `cputype` and PE's `Machine` → the CPU as zig spells it.
MACHO_CPUS = {0x01000007: "x86_64", 0x0100000C: "aarch64", 7: "x86"}
PE_CPUS = {0x8664: "x86_64", 0xAA64: "aarch64", 0x14C: "x86"}

MACHO_THIN, MACHO_FAT = 0xFEEDFACE, 0xCAFEBABE
MACHO_64_BIT = 1
FAT_LIMIT = 16
"""Java class files have the magic of universal binaries, and a version of 45 or more there."""


def machine_name(elf: ElfFile) -> str:
    """Processor, and byte order if unusual for it: `aarch64`, `big-endian ppc64le`."""
    for row in TABLE:
        if row.elf_machine == elf.machine:
            odd = "" if row.endian == elf.endian else f"{elf.endian}-endian "
            return f"{odd}{row.processor}"
    return OTHER_MACHINES.get(elf.machine, f"ELF machine {elf.machine}")


def is_data(name: str, elf: ElfFile) -> bool:
    """Whether an ELF file is not meant for the processor: device code, firmware below `share/`."""
    return elf.machine in DEVICE_MACHINES or name.startswith("share/")


def read_cpus(content: memoryview) -> tuple[BinaryFormat, frozenset[str]]:
    """Format and CPUs (zig's spelling, or a number) of a Mach-O or PE file.

    Universal binaries have several CPUs, everything that is neither format has none.
    """
    try:
        return _macho_cpus(content) or _pe_cpus(content) or (BinaryFormat.NONE, frozenset())
    except struct.error:
        return BinaryFormat.NONE, frozenset()


def _macho_cpus(content: memoryview) -> tuple[BinaryFormat, frozenset[str]] | None:
    magic, cpu = struct.unpack_from("<II", content)
    if magic & ~MACHO_64_BIT == MACHO_THIN & ~MACHO_64_BIT:
        return BinaryFormat.MACHO, frozenset({MACHO_CPUS.get(cpu, hex(cpu))})
    magic, count = struct.unpack_from(">II", content)
    if magic != MACHO_FAT or count > FAT_LIMIT:
        return None
    cpus = (struct.unpack_from(">I", content, 8 + 20 * i)[0] for i in range(count))
    return BinaryFormat.MACHO, frozenset(MACHO_CPUS.get(cpu, hex(cpu)) for cpu in cpus)


def _pe_cpus(content: memoryview) -> tuple[BinaryFormat, frozenset[str]] | None:
    if bytes(content[:2]) != b"MZ":
        return None
    (header,) = struct.unpack_from("<I", content, 0x3C)
    signature, cpu = struct.unpack_from("<4sH", content, header)
    if signature != b"PE\0\0":
        return None
    return BinaryFormat.PE, frozenset({PE_CPUS.get(cpu, hex(cpu))})
