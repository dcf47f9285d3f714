"""What the host's compiler read of the build prefix, from the records that build systems leave.

`compile_commands.json` (Meson, CMake) names the folders that each compilation searched, dependency
files (`-MD`) the headers that it read. Headers that the host prefix has byte for byte are no leak:
`cross-python` copies them.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.audit.elf import read_elf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.platforms import Platform

COMMANDS = "compile_commands.json"
DEPENDENCIES = (".d", ".Po", ".Plo")
OBJECTS = (".o", ".lo", ".obj", ".os")
HEADERS = (".h", ".hh", ".hpp", ".hxx", ".inc", ".pxd")
SEARCH = re.compile(r"-(?:I|isystem|iquote|idirafter)(.*)", re.DOTALL)
OF_THE_COMPILER = re.compile(r"(?:lib/(?:condax|gcc|clang)|[^/]+-[^/]+-linux-gnu)/")


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildFolders:
    """Where a package was built, and for what."""

    work: Path
    build_prefix: Path
    host_prefix: Path
    platform: Platform
    """What the compiler made code for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildHeader:
    """A header of the build prefix, or a folder of such, that code for the host was made with."""

    source: str
    """What was compiled, relative to the work folder where it lies there."""
    path: str
    """The header or the folder, relative to the build prefix."""


def build_headers(folders: BuildFolders) -> tuple[BuildHeader, ...]:
    """Each header or folder once, with the first of the sources, in the order of their names."""
    found: dict[str, str] = {}
    for folder, names, files in os.walk(folders.work):
        names.sort()
        for name in sorted(files):
            path = Path(folder, name)
            if name == COMMANDS:
                pairs = _searched(path, folders)
            elif name.endswith(DEPENDENCIES):
                pairs = _read(path, folders)
            else:
                continue
            for source, header in pairs:
                found.setdefault(header, source)
    return tuple(
        BuildHeader(source=found[path], path=path)
        for path in sorted(found)
        if not OF_THE_COMPILER.match(path) and _differs(path, folders)
    )


def _searched(path: Path, folders: BuildFolders) -> Iterator[tuple[str, str]]:
    """Source and folder below the build prefix, of commands that start the host's compiler."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return
    for entry in entries:
        words = entry.get("arguments") or shlex.split(entry.get("command", ""))
        if not _is_for_the_host(words, folders.platform):
            continue
        source = os.path.normpath(Path(entry.get("directory", ""), entry.get("file", "")))
        for folder in _folders(words):
            place = os.path.normpath(Path(entry.get("directory", ""), folder))
            if below := _below(place, folders.build_prefix):
                yield _below(source, folders.work) or source, below


def _is_for_the_host(words: Sequence[str], platform: Platform) -> bool:
    """The compiler comes first, or after a launcher such as ccache."""
    prefix = f"{platform.conda_triplet}-"
    return any(Path(word).name.startswith(prefix) for word in words[:2])


def _folders(words: Sequence[str]) -> Iterator[str]:
    for word, following in zip(words, [*words[1:], ""], strict=True):
        match = SEARCH.fullmatch(word)
        if match:
            yield match[1] or following


def _read(path: Path, folders: BuildFolders) -> Iterator[tuple[str, str]]:
    """Object and header below the build prefix, of one dependency file.

    The grammar is make's: `object: header header \\<newline> header`, blanks escaped by `\\`.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    if str(folders.build_prefix).replace(" ", "\\ ") not in text:
        return
    target = Path(text.partition(":")[0].strip())
    places = (path.parent / target.name, path.parent.parent / target.name)
    built = next((place for place in places if place.is_file()), None)
    if built is None or built.suffix not in OBJECTS:
        return
    elf = read_elf(memoryview(built.read_bytes()))
    if elf is None or elf.machine != folders.platform.elf_machine:
        return
    for word in re.findall(r"(?:\\.|[^\s\\])+", text.partition(":")[2]):
        if below := _below(re.sub(r"\\(.)", r"\1", word), folders.build_prefix):
            yield _below(str(built), folders.work), below


def _below(path: str, folder: Path) -> str:
    """The path relative to a folder; empty where it lies elsewhere."""
    start = f"{folder}{os.sep}"
    return path[len(start) :] if path.startswith(start) else ""


def _differs(path: str, folders: BuildFolders) -> bool:
    """Whether the host prefix lacks it, or has another one of the same name."""
    place = folders.build_prefix / path
    if place.is_file():
        return not _is_same(place, folders.host_prefix / path)
    return any(
        not _is_same(header, folders.host_prefix / header.relative_to(folders.build_prefix))
        for header in sorted(place.rglob("*"))
        if header.suffix in HEADERS and header.is_file()
    )


def _is_same(header: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(header, other, shallow=False)
