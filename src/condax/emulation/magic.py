"""How the kernel tells one platform's ELF programs from another's: the first twenty bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from condax.platforms import BinaryFormat

if TYPE_CHECKING:
    from pathlib import Path

    from condax.platforms import Platform

HEADER_SIZE = 20
_IDENT = b"\x7fELF"
_CLASS_64 = 2
_DATA = {"little": 1, "big": 2}
_VERSION = 1
_ET_EXEC = 2
_ANY_BUT_LAST_BIT = 0xFFFE


@dataclass(frozen=True, kw_only=True, slots=True)
class BinaryMagic:
    """A header pattern as `binfmt_misc` takes it: bytes that count where `mask` has ones."""

    magic: bytes
    mask: bytes

    def matches(self, header: bytes) -> bool:
        """Whether a file that begins with `header` is a program or library of the platform."""
        pairs = zip(header, self.magic, self.mask, strict=False)
        return len(header) >= len(self.magic) and all(h & k == m & k for h, m, k in pairs)

    def matches_file(self, path: Path) -> bool:
        """The same for a file; one that cannot be read does not match."""
        try:
            with path.open("rb") as stream:
                return self.matches(stream.read(HEADER_SIZE))
        except OSError:
            return False


def binary_magic(platform: Platform) -> BinaryMagic | None:
    """The pattern of a platform's programs and shared libraries; `None` if they are not ELF.

    Every ELF platform of the table is 64-bit. OS ABI, ABI version and padding do not count, nor
    does the difference between `ET_EXEC` (2) and `ET_DYN` (3), as in QEMU's own patterns.
    """
    if platform.binary_format is not BinaryFormat.ELF or platform.elf_machine is None:
        return None
    order: Literal["little", "big"] = "big" if platform.endian == "big" else "little"
    ident = _IDENT + bytes([_CLASS_64, _DATA[order], _VERSION])
    tail = _ET_EXEC.to_bytes(2, order) + platform.elf_machine.to_bytes(2, order)
    either_type = _ANY_BUT_LAST_BIT.to_bytes(2, order)
    return BinaryMagic(
        magic=ident + bytes(16 - len(ident)) + tail,
        mask=b"\xff" * len(ident) + bytes(16 - len(ident)) + either_type + b"\xff\xff",
    )
