"""`AuditContext`: what a check may know besides the artifact itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.platforms import TABLE, get_platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.audit.artifact import Artifact
    from condax.audit.compiled import BuildHeader
    from condax.audit.elf import ElfFile
    from condax.platforms import Platform

GLIBC_SPEC = re.compile(r"__glibc\s*>=\s*(\d+\.\d+)")
VERSION = re.compile(r"\d+(\.\d+)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditContext:
    """What the packaged files have to fit."""

    platform: Platform
    """Platform that the files run on."""
    libc_floor: str | None
    """Oldest C library the package has to run on; `None` where the platform has no such thing."""
    build_paths: tuple[str, ...] = ()
    """Folders that exist only while building: build prefix, host prefix, work folder."""
    providers: Mapping[str, str] | None = None
    """SONAME or file name → package, for everything the dependencies bring; `None` = unknown."""
    needed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """File name → `DT_NEEDED` of the libraries that the dependencies bring, as far as they are in
    the host environment."""
    unknown: frozenset[str] = frozenset()
    """Dependencies of which nobody knows what they bring, although others' libraries are known."""
    build_headers: tuple[BuildHeader, ...] = ()
    """What the host's compiler read of the build prefix, as far as build systems left records."""
    ignored: frozenset[str] = frozenset()
    """Names of checks that are not run."""

    def doubt(self, artifact: Artifact) -> str:
        """Whose files are not known; empty when those of all dependencies are."""
        if self.providers is None:
            return "its dependencies" if artifact.has_dependencies else ""
        return " and ".join(map(repr, sorted(self.unknown)))

    def platform_of(self, name: str) -> Platform:
        """The platform a packaged file is for.

        Compiler packages keep another platform's files below a folder that has the name of its
        triplet (`aarch64-conda-linux-gnu/sysroot`, `lib/gcc/aarch64-conda-linux-gnu`).
        """
        return _toolchain_platform(name) or self.platform

    def linked_files(self, artifact: Artifact) -> Iterator[tuple[str, ElfFile]]:
        """Programs and shared libraries that run in a prefix of the platform.

        Files for another machine are not among them (`wrong-elf-machine` reports those), nor are
        the insides of a sysroot.
        """
        for name, elf in artifact.elf_files.items():
            if elf.is_linked and not _toolchain_platform(name) and fits(elf, self.platform):
                yield name, elf


def context_for(artifact: Artifact, *, libc_floor: str | None = None) -> AuditContext:
    """The context that the artifact's own metadata imply; build paths and providers unknown.

    The floor is `libc_floor` if given, else the `__glibc >=X` the package depends on, else the
    platform's. Raises `UsageError` for an unknown subdir or an unreadable floor.
    """
    if libc_floor is not None and not VERSION.fullmatch(libc_floor):
        raise UsageError(
            f"{libc_floor!r} is not a glibc version", hint="give two numbers, such as 2.17"
        )
    platform = get_platform(artifact.subdir)
    return AuditContext(
        platform=platform,
        libc_floor=libc_floor or declared_floor(artifact.depends) or platform.min_libc,
    )


def declared_floor(depends: tuple[str, ...]) -> str | None:
    """The glibc version that a package asks of the system, e.g. `2.28` for `__glibc >=2.28`."""
    found = [match.group(1) for spec in depends if (match := GLIBC_SPEC.match(spec))]
    return max(found, key=version_key, default=None)


def version_key(version: str) -> tuple[int, ...]:
    """Sorts `2.9` before `2.17`."""
    return tuple(int(part) for part in version.split("."))


def fits(elf: ElfFile, platform: Platform) -> bool:
    """Whether machine, byte order and class are the platform's."""
    return elf.bits == ELF_BITS and has_machine_of(elf, platform)


def has_machine_of(elf: ElfFile, platform: Platform) -> bool:
    """Whether machine and byte order are the platform's."""
    return (elf.machine, elf.endian) == (platform.elf_machine, platform.endian)


ELF_BITS = 64
"""Every ELF platform in the table is a 64-bit one."""


def _toolchain_platform(name: str) -> Platform | None:
    folders = name.split("/")[:-1]
    for row in TABLE:
        if row.conda_triplet in folders:
            return row
    return None
