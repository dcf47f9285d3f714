"""Reader for zig's `abilists`: which symbol of glibc exists since when, on which machine.

The file is, in order: library names, symbol versions, target names, then the functions, the
objects and the thread-local objects. Counts are one byte for the first three lists and a
little-endian u16 for the inclusions; numbers are ULEB128.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

_MORE = 0x80
_LOW_BITS = 0x7F


class Version(NamedTuple):
    """A glibc symbol version."""

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Version:
        """`2.17` → `Version(2, 17, 0)`."""
        return cls(*(int(part) for part in text.split(".")))

    def __str__(self) -> str:
        """As in `GLIBC_2.2.5`."""
        return f"{self.major}.{self.minor}" + (f".{self.patch}" if self.patch else "")


class SymbolKind(str, Enum):
    """ELF symbol types that glibc exports, as the assembler spells them."""

    FUNCTION = "function"
    OBJECT = "object"
    TLS = "tls_object"


@dataclass(frozen=True, kw_only=True, slots=True)
class Symbol:
    """One exported name of one library of one target, at every version up to the floor."""

    name: str
    library: str
    """Without prefix and suffix: `c`, `m`, `ld`, `pthread`."""
    kind: SymbolKind
    size: int
    versions: tuple[Version, ...]
    """Ascending; the last one is the default."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Inclusion:
    name: str
    targets: int
    library: int
    size: int
    versions: tuple[int, ...]


class _Reader:
    """A cursor over the bytes of `abilists`."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.offset = 0

    def byte(self) -> int:
        self.offset += 1
        return self.content[self.offset - 1]

    def word(self) -> int:
        return self.byte() | self.byte() << 8

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & _LOW_BITS) << shift
            shift += 7
            if not byte & _MORE:
                return value

    def name(self) -> str:
        end = self.content.index(0, self.offset)
        text = self.content[self.offset : end].decode()
        self.offset = end + 1
        return text

    def versions(self) -> tuple[int, ...]:
        found = []
        while True:
            byte = self.byte()
            found.append(byte & _LOW_BITS)
            if byte & _MORE:
                return tuple(found)

    def inclusions(self, *, sized: bool) -> list[_Inclusion]:
        found: list[_Inclusion] = []
        name = ""
        for _ in range(self.word()):
            name = name or self.name()
            targets = self.number()
            size = self.number() if sized else 0
            library = self.byte()
            found.append(
                _Inclusion(
                    name=name,
                    targets=targets,
                    library=library & _LOW_BITS,
                    size=size,
                    versions=self.versions(),
                )
            )
            if library & _MORE:
                name = ""
        return found


def newest_version(content: bytes) -> Version:
    """The newest glibc that the file knows."""
    reader = _Reader(content)
    for _ in range(reader.byte()):
        reader.name()
    return max(Version(*(reader.byte() for _ in range(3))) for _ in range(reader.byte()))


def parse_abilists(content: bytes, *, target: str, floor: Version) -> tuple[Symbol, ...]:
    """Every symbol that glibc `floor` exports on `target` (zig's name, `aarch64-linux-gnu`)."""
    reader = _Reader(content)
    libraries = [reader.name() for _ in range(reader.byte())]
    versions = [Version(reader.byte(), reader.byte(), reader.byte()) for _ in range(reader.byte())]
    bit = 1 << [reader.name() for _ in range(reader.byte())].index(target)
    wanted: dict[tuple[str, str, SymbolKind], tuple[int, set[Version]]] = {}
    for kind in SymbolKind:
        for each in reader.inclusions(sized=kind is not SymbolKind.FUNCTION):
            known = {versions[i] for i in each.versions if versions[i] <= floor}
            if each.targets & bit and known:
                key = (libraries[each.library], each.name, kind)
                size, seen = wanted.get(key, (0, set()))
                wanted[key] = (max(size, each.size), seen | known)
    return tuple(
        Symbol(name=name, library=library, kind=kind, size=size, versions=tuple(sorted(seen)))
        for (library, name, kind), (size, seen) in sorted(wanted.items())
    )
