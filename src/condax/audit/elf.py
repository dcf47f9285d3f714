"""What an ELF file says about itself: `ElfFile`, read from its program headers alone.

Section headers are not needed, so stripped files read like all others. Layouts are those of the
ELF gABI (ch. 4 and 5) and, for symbol versions, of the LSB core specification (ch. 10.7).

lief knows all of this too, but takes 0.45 s to import, more than a whole audit may take; the tests
compare both on real files.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ELF_MAGIC = b"\x7fELF"

PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_GNU_STACK = 1, 2, 3, 0x6474E551
PF_X = 1
DT_NULL, DT_NEEDED, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ = 0, 1, 4, 5, 6, 10
DT_SONAME, DT_RPATH, DT_TEXTREL, DT_RUNPATH, DT_FLAGS = 14, 15, 22, 29, 30
DT_GNU_HASH, DT_VERSYM, DT_VERNEED = 0x6FFFFEF5, 0x6FFFFFF0, 0x6FFFFFFE
DF_TEXTREL = 4
VER_FLG_WEAK = 2
VERSYM_HIDDEN = 0x8000
SYMBOL_SIZES = {32: 16, 64: 24}
EM_S390 = 22
PATH_LIMIT = 4096


class ElfType(int, Enum):
    """`e_type`: what the file is for."""

    NONE = 0
    RELOCATABLE = 1
    EXECUTABLE = 2
    DYNAMIC = 3
    CORE = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionNeed:
    """One symbol version that the loader must find in a library."""

    library: str
    version: str
    """E.g. `GLIBC_2.17`."""
    symbols: tuple[str, ...]
    """Imported symbols bound to this version, sorted."""
    is_weak: bool
    """The loader carries on without a weak version."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ElfFile:
    """The facts of one ELF file that decide where and how it loads."""

    machine: int
    """`e_machine`."""
    bits: int
    """32 or 64."""
    endian: str
    """`little` or `big`."""
    type: ElfType
    interpreter: str | None = None
    """`PT_INTERP`."""
    soname: str | None = None
    needed: tuple[str, ...] = ()
    """`DT_NEEDED`, in the loader's order."""
    rpaths: tuple[str, ...] = ()
    """Entries of `DT_RPATH`, then of `DT_RUNPATH`."""
    version_needs: tuple[VersionNeed, ...] = ()
    has_executable_stack: bool = False
    has_text_relocations: bool = False

    @property
    def is_linked(self) -> bool:
        """Whether this is a program or shared library rather than an object file."""
        return self.type in (ElfType.EXECUTABLE, ElfType.DYNAMIC)


def read_elf(content: memoryview) -> ElfFile | None:
    """The facts of `content`, or `None` when it is no ELF file or its tables lie outside it."""
    if bytes(content[:4]) != ELF_MAGIC:
        return None
    try:
        return _Reader(content).elf_file()
    except (struct.error, ValueError, IndexError):
        return None


@dataclass(frozen=True, slots=True)
class _Segment:
    type: int
    flags: int
    offset: int
    address: int
    size: int


class _Reader:
    """Decodes one file; every read outside of it raises `struct.error` or `ValueError`."""

    def __init__(self, content: memoryview) -> None:
        self.content = content
        bits, order = struct.unpack_from("BB", content, 4)
        self.bits = {1: 32, 2: 64}.get(bits, 0)
        self.endian = {1: "little", 2: "big"}.get(order, "")
        if not self.bits or not self.endian:
            raise ValueError("unknown ELF class or byte order")
        self.order = "<" if self.endian == "little" else ">"
        self.word = "Q" if self.bits == 64 else "I"  # noqa: PLR2004 - the ELF class
        self.type, self.machine = self.unpack("HH", 16)
        self.segments = self.read_segments()
        self.dynamic = self.read_dynamic()
        self.strings = self.read_strings()

    def unpack(self, layout: str, offset: int) -> tuple[int, ...]:
        if not 0 <= offset <= len(self.content):
            raise ValueError("offset outside of the file")
        return struct.unpack_from(self.order + layout, self.content, offset)

    def read_segments(self) -> tuple[_Segment, ...]:
        fields = self.unpack(f"{self.word * 3}IHHH", 24)
        table, size, count = fields[1], fields[5], fields[6]
        return tuple(self.read_segment(table + size * i) for i in range(count))

    def read_segment(self, at: int) -> _Segment:
        if self.word == "Q":
            kind, flags, offset, address, _, size = self.unpack("IIQQQQ", at)
        else:
            kind, offset, address, _, size, _, flags = self.unpack("IIIIIII", at)
        return _Segment(kind, flags, offset, address, size)

    def read_dynamic(self) -> dict[int, list[int]]:
        """Tag → values in file order."""
        entries: dict[int, list[int]] = {}
        for segment in self.segments:
            if segment.type != PT_DYNAMIC:
                continue
            width = struct.calcsize(self.order + self.word * 2)
            for at in range(segment.offset, segment.offset + segment.size, width):
                tag, value = self.unpack(self.word * 2, at)
                if tag == DT_NULL:
                    break
                entries.setdefault(tag, []).append(value)
        return entries

    def first(self, tag: int) -> int | None:
        values = self.dynamic.get(tag)
        return values[0] if values else None

    def offset_of(self, address: int) -> int:
        """File offset of a virtual address."""
        for segment in self.segments:
            inside = segment.address <= address < segment.address + segment.size
            if segment.type == PT_LOAD and inside:
                return segment.offset + address - segment.address
        raise ValueError("address outside of every loaded segment")

    def table(self, tag: int) -> int | None:
        """File offset of the table whose address is the value of `tag`."""
        address = self.first(tag)
        return None if address is None else self.offset_of(address)

    def read_strings(self) -> bytes:
        at, size = self.table(DT_STRTAB), self.first(DT_STRSZ)
        return b"" if at is None or size is None else bytes(self.content[at : at + size])

    def name(self, index: int) -> str:
        """A string of the dynamic string table."""
        end = self.strings.index(b"\0", index)
        return self.strings[index:end].decode("utf-8", "replace")

    def names(self, tag: int) -> tuple[str, ...]:
        return tuple(self.name(index) for index in self.dynamic.get(tag, ()))

    def elf_file(self) -> ElfFile:
        stacks = [s.flags for s in self.segments if s.type == PT_GNU_STACK]
        sonames = self.names(DT_SONAME)
        flags = self.first(DT_FLAGS) or 0
        return ElfFile(
            machine=self.machine,
            bits=self.bits,
            endian=self.endian,
            type=ElfType(self.type) if self.type <= ElfType.CORE else ElfType.NONE,
            interpreter=self.interpreter(),
            soname=sonames[0] if sonames else None,
            needed=self.names(DT_NEEDED),
            rpaths=self.rpaths(),
            version_needs=self.version_needs(),
            has_executable_stack=any(flag & PF_X for flag in stacks),
            has_text_relocations=DT_TEXTREL in self.dynamic or bool(flags & DF_TEXTREL),
        )

    def interpreter(self) -> str | None:
        for segment in self.segments:
            # The copy that holds only debug information keeps the header, without the text.
            if segment.type == PT_INTERP and segment.size:
                end = segment.offset + min(segment.size, PATH_LIMIT)
                raw = bytes(self.content[segment.offset : end])
                return raw.rstrip(b"\0").decode("utf-8", "replace")
        return None

    def rpaths(self) -> tuple[str, ...]:
        lists = self.names(DT_RPATH) + self.names(DT_RUNPATH)
        return tuple(entry for text in lists if text for entry in text.split(":"))

    def version_needs(self) -> tuple[VersionNeed, ...]:
        at = self.table(DT_VERNEED)
        if at is None:
            return ()
        symbols = self.symbols_by_version()
        needs: list[VersionNeed] = []
        following = 1
        # A damaged table may lead back to itself: version indices have 15 bits, so it ends there.
        while following and len(needs) < VERSYM_HIDDEN:
            _, count, library, first, following = self.unpack("HHIII", at)
            needs.extend(self.auxiliary_needs(self.name(library), at + first, count, symbols))
            at += following
        return tuple(needs)

    def auxiliary_needs(
        self, library: str, at: int, count: int, symbols: dict[int, list[str]]
    ) -> Iterator[VersionNeed]:
        for _ in range(count):
            _, flags, index, version, step = self.unpack("IHHII", at)
            yield VersionNeed(
                library=library,
                version=self.name(version),
                symbols=tuple(sorted(symbols.get(index, ()))),
                is_weak=bool(flags & VER_FLG_WEAK),
            )
            if not step:
                return
            at += step

    def symbols_by_version(self) -> dict[int, list[str]]:
        """Version index → names of the dynamic symbols bound to it.

        Indices are shared by needed and provided versions; copies of another library's variables
        count as defined here, so that only the index tells what is imported.
        """
        symbols, versions = self.table(DT_SYMTAB), self.table(DT_VERSYM)
        found: dict[int, list[str]] = {}
        if symbols is None or versions is None:
            return found
        width = SYMBOL_SIZES[self.bits]
        indices = self.unpack(f"{self.symbol_count()}H", versions)
        for i, index in enumerate(indices):
            (name,) = self.unpack("I", symbols + i * width)
            if name:
                found.setdefault(index & ~VERSYM_HIDDEN, []).append(self.name(name))
        return found

    def symbol_count(self) -> int:
        """Length of the dynamic symbol table, which only its hash tables tell."""
        gnu = self.table(DT_GNU_HASH)
        if gnu is not None:
            return self.gnu_symbol_count(gnu)
        table = self.table(DT_HASH)
        if table is None:
            return 0
        # s390x is the one platform in our table whose DT_HASH has 64-bit words (its ELF ABI).
        wide = self.machine == EM_S390 and self.bits == max(SYMBOL_SIZES)
        _, count = self.unpack("QQ" if wide else "II", table)
        return count

    def gnu_symbol_count(self, table: int) -> int:
        """One more than the last index in the chain of the highest bucket."""
        buckets, first_hashed, bloom = self.unpack("III", table)
        at = table + 16 + bloom * self.bits // 8
        last = max(self.unpack(f"{buckets}I", at), default=0)
        if last < first_hashed:
            return first_hashed
        chains = at + 4 * buckets
        while not self.unpack("I", chains + 4 * (last - first_hashed))[0] & 1:
            last += 1
        return last + 1
