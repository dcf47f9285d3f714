"""`Artifact`: a finished conda package as the checks see it, files and metadata, all of it frozen.

Contents stay in a temporary file that is mapped into memory and gone with the last reference.
Names are relative to the prefix, with `/`; files below `info/` are metadata and not listed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.audit.elf import ELF_MAGIC, ElfFile, read_elf
from condax.audit.unpack import refusal, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from condax.audit.unpack import Member

INFO = "info/"
INDEX = "info/index.json"
PATHS = "info/paths.json"
RUN_EXPORTS = "info/run_exports.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class PackagedFile:
    """One file or symbolic link that the package puts into a prefix."""

    content: memoryview
    """Empty for links."""
    link_target: str | None
    """What a symbolic link says, `None` for files."""
    placeholder: str | None
    """Build-time prefix that the installer replaces in this file, as `paths.json` declares it."""
    sha256: str | None
    """What `paths.json` says of the content."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Artifact:
    """A finished `.conda` or `.tar.bz2`."""

    path: Path
    name: str
    version: str
    build: str
    subdir: str
    depends: tuple[str, ...]
    constrains: tuple[str, ...]
    run_exports: Mapping[str, tuple[str, ...]]
    """`weak`, `strong`, `noarch`, … → specs; kinds without a spec are left out."""
    files: Mapping[str, PackagedFile]
    """Name → file or link, sorted."""
    elf_files: Mapping[str, ElfFile]
    """Name → facts of every file that is ELF and can be read."""
    listed: frozenset[str]
    """Names that `paths.json` promises."""

    @property
    def links(self) -> Mapping[str, str]:
        """Name → target of every symbolic link."""
        return {
            name: file.link_target
            for name, file in self.files.items()
            if file.link_target is not None
        }

    @property
    def file_names(self) -> frozenset[str]:
        """Last path components of every file and link, and every SONAME."""
        sonames = (elf.soname for elf in self.elf_files.values() if elf.soname)
        return frozenset(name.rpartition("/")[2] for name in self.files).union(sonames)

    @property
    def has_dependencies(self) -> bool:
        """Whether another package (not a virtual one, such as `__glibc`) comes with this one."""
        return any(not spec.startswith("__") for spec in self.depends)

    def starting_with(self, magic: bytes) -> Iterator[tuple[str, memoryview]]:
        """Name and content of the files whose first bytes are `magic`."""
        for name, file in self.files.items():
            if bytes(file.content[: len(magic)]) == magic:
                yield name, file.content


def load_artifact(path: Path) -> Artifact:
    """Open a finished package for checking.

    Raises `UsageError` when there is no such file, `VerificationError` when it is damaged, is no
    conda package, or holds members that reach outside of the prefix.
    """
    members = unpack(path)
    index = _read_json(path, members, INDEX)
    paths = _declared(_read_json(path, members, PATHS))
    files = {
        name: _packaged_file(member, paths.get(name, {}))
        for name, member in members.items()
        if not name.startswith(INFO)
    }
    run_exports = _read_json(path, members, RUN_EXPORTS)
    return Artifact(
        path=path,
        name=_required(path, index, "name"),
        version=_required(path, index, "version"),
        build=_required(path, index, "build"),
        subdir=_required(path, index, "subdir"),
        depends=_texts(index.get("depends")),
        constrains=_texts(index.get("constrains")),
        run_exports={kind: _texts(specs) for kind, specs in run_exports.items() if specs},
        files=files,
        elf_files=_elf_files(files),
        listed=frozenset(name for name in paths if not name.startswith(INFO)),
    )


def _read_json(path: Path, members: Mapping[str, Member], name: str) -> Mapping[str, object]:
    """The object in one metadata file; empty when the package has no such file."""
    if name not in members:
        return {}
    try:
        value = json.loads(bytes(members[name].content))
    except ValueError as e:
        raise refusal(path, f"{name} is not JSON") from e
    if not isinstance(value, dict):
        raise refusal(path, f"{name} is not a JSON object")
    return value


def _required(path: Path, index: Mapping[str, object], key: str) -> str:
    value = index.get(key)
    if not isinstance(value, str):
        raise refusal(path, f"{INDEX} does not say its {key}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _declared(paths: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    """Name → entry of `paths.json`, for files and links."""
    entries = paths.get("paths")
    if not isinstance(entries, list):
        return {}
    return {
        str(entry["_path"]): entry
        for entry in entries
        if isinstance(entry, dict) and "_path" in entry and entry.get("path_type") != "directory"
    }


def _packaged_file(member: Member, declared: Mapping[str, object]) -> PackagedFile:
    placeholder, sha256 = declared.get("prefix_placeholder"), declared.get("sha256")
    return PackagedFile(
        content=member.content,
        link_target=member.link_target,
        placeholder=placeholder if isinstance(placeholder, str) else None,
        sha256=sha256 if isinstance(sha256, str) else None,
    )


def _elf_files(files: Mapping[str, PackagedFile]) -> dict[str, ElfFile]:
    found = {}
    for name, file in files.items():
        if bytes(file.content[: len(ELF_MAGIC)]) == ELF_MAGIC:
            elf = read_elf(file.content)
            if elf is not None:
                found[name] = elf
    return found
