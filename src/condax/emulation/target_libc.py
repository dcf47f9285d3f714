"""The C library that emulated programs load: a folder with the platform's loader and glibc.

The stub libraries that condax links against have no code, so a real one is needed to run anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.emulation.magic import binary_magic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform

LIBC = "libc.so.6"
_LIBRARY_FOLDERS = ("lib64", "lib", "usr/lib64", "usr/lib")
_VERSION = re.compile(rb"GNU C Library [^\n]*release version (\d+\.\d+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetLibc:
    """A real glibc of another platform."""

    prefix: Path
    """What QEMU puts before absolute paths (`QEMU_LD_PREFIX`)."""
    loader: Path
    library: Path
    """`libc.so.6` itself."""
    version: str | None
    """E.g. `2.36`; `None` if the library does not say."""


def libc_candidates(
    platform: Platform, prefixes: Sequence[Path], qemu_ld_prefix: str | None
) -> tuple[Path, ...]:
    """Where to look, in this order: the user's `QEMU_LD_PREFIX`, conda prefixes, the distribution.

    A prefix is a sysroot itself, or a conda environment with one in `<triplet>/sysroot`. Debian
    installs `libc6-<arch>-cross` in `/usr/<triplet>`, and `libc6:<arch>` beside the machine's own.
    """
    given = [Path(qemu_ld_prefix)] if qemu_ld_prefix else []
    conda = [
        place
        for prefix in prefixes
        for place in (prefix, prefix / f"{platform.conda_triplet}/sysroot")
    ]
    return (*given, *conda, Path(f"/usr/{platform.debian_triplet}"), Path("/"))


def find_target_libc(platform: Platform, candidates: Sequence[Path]) -> TargetLibc | None:
    """The first candidate with both the loader and a `libc.so.6` of the platform's machine."""
    magic = binary_magic(platform)
    if magic is None or platform.elf_interpreter is None:
        return None
    for prefix in candidates:
        loader = prefix / platform.elf_interpreter.lstrip("/")
        folders = (*_LIBRARY_FOLDERS, *(f"{x}/{platform.debian_triplet}" for x in _LIBRARY_FOLDERS))
        libraries = [loader.parent / LIBC, *(prefix / folder / LIBC for folder in folders)]
        library = next((path for path in libraries if magic.matches_file(path)), None)
        if library is not None and magic.matches_file(loader):
            return TargetLibc(
                prefix=prefix, loader=loader, library=library, version=_version(library)
            )
    return None


def _version(library: Path) -> str | None:
    match = _VERSION.search(library.read_bytes())
    return match[1].decode() if match else None
