"""Small ELF files and real packages around them, made anew by every test."""

from __future__ import annotations

import dataclasses
import io
import json
import struct
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, Union

import pytest
from rattler_build import ArchiveType, assemble_package

from condax.audit import context_for, load_artifact, run_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.diagnostics import Diagnostic

Content = Union[bytes, str, PurePosixPath]  # noqa: UP007 - evaluated, and `|` needs Python 3.10
"""A file's content; a `PurePosixPath` makes a symbolic link to it."""


@dataclass(frozen=True, kw_only=True)
class ElfSource:
    """What a made-up ELF file says; the default is a shared library for linux-aarch64."""

    machine: int = 183
    bits: int = 64
    endian: str = "little"
    type: int = 3
    interp: str | None = None
    needed: tuple[str, ...] = ()
    soname: str | None = None
    rpath: str | None = None
    runpath: str | None = None
    stack_flags: int | None = 6
    textrel: bool = False
    versions: tuple[tuple[str, str, str], ...] = ()
    """Library, version, and a symbol that is bound to it."""
    weak: bool = False


class ElfWriter:
    """Writes an `ElfSource` as one segment at address 0, so that addresses are file offsets."""

    def __init__(self, source: ElfSource) -> None:
        self.source = source
        self.wide = source.bits == 64
        self.word = "Q" if self.wide else "I"
        self.strings = b"\0"
        self.body = bytes(64 + 4 * 56)
        """Starts with room for the header and four segments."""

    def pack(self, layout: str, *values: int) -> bytes:
        return struct.pack(("<" if self.source.endian == "little" else ">") + layout, *values)

    def name(self, text: str) -> int:
        at = len(self.strings)
        self.strings += text.encode() + b"\0"
        return at

    def append(self, part: bytes) -> int:
        self.body += bytes(-len(self.body) % 8)
        at = len(self.body)
        self.body += part
        return at

    def symbol(self, name: int) -> bytes:
        if self.wide:
            return self.pack("IBBHQQ", name, 0x12, 0, 0, 0, 0)
        return self.pack("IIIBBH", name, 0, 0, 0x12, 0, 0)

    def version_entries(self) -> list[tuple[int, int]]:
        """Symbol, version and hash tables, and the dynamic entries that point to them."""
        symbols, versym, verneed = self.symbol(0), self.pack("H", 0), b""
        count = len(self.source.versions)
        for index, (library, version, symbol) in enumerate(self.source.versions, start=2):
            symbols += self.symbol(self.name(symbol))
            versym += self.pack("H", index)
            following = 32 if index <= count else 0
            flags = 2 if self.source.weak else 0
            verneed += self.pack("HHIII", 1, 1, self.name(library), 16, following)
            verneed += self.pack("IHHII", 0, flags, index, self.name(version), 0)
        words = "QQ" if self.source.machine == 22 else "II"
        hashes = self.pack(words, 0, count + 1)
        entries = [(4, self.append(hashes)), (6, self.append(symbols))]
        if count:
            entries += [(0x6FFFFFF0, self.append(versym)), (0x6FFFFFFE, self.append(verneed))]
            entries += [(0x6FFFFFFF, count)]
        return entries

    def dynamic(self) -> bytes:
        source = self.source
        names = [(1, text) for text in source.needed]
        names += [(14, source.soname or ""), (15, source.rpath or ""), (29, source.runpath or "")]
        entries = [(tag, self.name(text)) for tag, text in names if text]
        entries += [(30, 4)] if source.textrel else []
        entries += self.version_entries()
        entries += [(10, len(self.strings)), (5, self.append(self.strings)), (0, 0)]
        return b"".join(self.pack(self.word * 2, *entry) for entry in entries)

    def segment(self, kind: int, flags: int, at: int, size: int) -> bytes:
        if self.wide:
            return self.pack("IIQQQQQQ", kind, flags, at, at, at, size, size, 1)
        return self.pack("IIIIIIII", kind, at, at, at, size, size, flags, 1)

    def content(self) -> bytes:
        source = self.source
        dynamic = self.dynamic()
        interp = (source.interp or "").encode() + b"\0"
        segments = [self.segment(2, 6, self.append(dynamic), len(dynamic))]
        if source.interp:
            segments.append(self.segment(3, 4, self.append(interp), len(interp)))
        if source.stack_flags is not None:
            segments.append(self.segment(0x6474E551, source.stack_flags, 0, 0))
        segments.append(self.segment(1, 5, 0, len(self.body)))
        width, head = (56, 64) if self.wide else (32, 52)
        ident = bytes([2 if self.wide else 1, 1 if source.endian == "little" else 2, 1])
        header = b"\x7fELF" + ident + bytes(9)
        header += self.pack("HHI", source.type, source.machine, 1)
        header += self.pack(self.word * 3, 0, head, 0)
        header += self.pack("IHHHHHH", 0, head, width, len(segments), 0, 0, 0)
        start = header + b"".join(segments)
        return start + self.body[len(start) :]


@pytest.fixture
def make_elf() -> Callable[..., bytes]:
    """`make_elf(machine=62, needed=("libc.so.6",))`: the fields of `ElfSource`."""

    def make(**fields: object) -> bytes:
        return ElfWriter(dataclasses.replace(ElfSource(), **fields)).content()  # type: ignore[arg-type] # checked when it runs

    return make


@pytest.fixture
def make_package(tmp_path: Path) -> Callable[..., Path]:
    """`make_package({"lib/x": b"…"}, subdir=…, depends=[…])`: a real package with these files."""

    def make(
        files: Mapping[str, Content],
        *,
        subdir: str = "linux-aarch64",
        depends: tuple[str, ...] = (),
        archive_type: ArchiveType = ArchiveType.Conda,
    ) -> Path:
        folder = tmp_path / "files"
        for name, content in {"share/tool/readme": "a tool\n", **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, PurePosixPath):
                path.symlink_to(content)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        noarch: Literal["generic"] | None = "generic" if subdir == "noarch" else None
        output = assemble_package(
            "tool",
            "1.0",
            subdir,
            "h0_0",
            tmp_path / "output",
            files_dir=folder,
            depends=depends,
            noarch=noarch,
            archive_type=archive_type,
            compression_level=1,
        )
        return Path(output.path)

    return make


@pytest.fixture
def write_archive(tmp_path: Path) -> Callable[..., Path]:
    """A `.tar.bz2` with exactly these tar members, whatever they are called, and an index."""

    def write(*members: tuple[tarfile.TarInfo, bytes]) -> Path:
        path = tmp_path / "tool-1.0-h0_0.tar.bz2"
        index = {"name": "tool", "version": "1.0", "build": "h0_0", "subdir": "linux-aarch64"}
        with tarfile.open(path, "w:bz2") as archive:
            head = tarfile.TarInfo("info/index.json")
            for info, content in ((head, json.dumps(index).encode()), *members):
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        return path

    return write


@pytest.fixture
def audit(make_package: Callable[..., Path]) -> Callable[..., tuple[Diagnostic, ...]]:
    """Diagnostics of a package; `context={…}` replaces fields of the context it implies."""

    def run(
        files: Mapping[str, Content],
        *,
        context: Mapping[str, object] | None = None,
        **options: object,
    ) -> tuple[Diagnostic, ...]:
        artifact = load_artifact(make_package(files, **options))
        implied = context_for(artifact)
        changed = dataclasses.replace(implied, **(context or {}))  # type: ignore[arg-type] # checked when it runs
        return run_checks(artifact, changed).diagnostics

    return run


@pytest.fixture
def names(audit: Callable[..., tuple[Diagnostic, ...]]) -> Callable[..., list[str]]:
    """The names of the checks that find something, once per finding."""

    def run(files: Mapping[str, Content], **options: object) -> list[str]:
        return [each.name for each in audit(files, **options)]

    return run
