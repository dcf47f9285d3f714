"""A file needs symbols of a newer glibc than the package may count on.

## Why
On a system whose glibc is as old as the floor the loader stops with "version GLIBC_2.34 not
found". The floor is `--glibc` if given, else the `__glibc >=X` that the package depends on, else
that of the platform. `GLIBC_PRIVATE` symbols fit no other glibc than the one linked against, and
packed relocations (`GLIBC_ABI_DT_RELR`) need glibc 2.36.

## Bad
`objdump -T lib/libtool.so` lists `(GLIBC_2.34) pthread_create`, and the floor is 2.17.

## Fix
Link against the sysroot of the floor: the recipe needs `stdlib("c")` beside its compiler, and no
library may come from the build machine. If the package really needs the newer glibc, raise the
floor with `c_stdlib_version` (or `--glibc`), so that it depends on it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.audit.context import version_key
from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext
    from condax.audit.elf import ElfFile, VersionNeed

RELEASE = re.compile(r"GLIBC_(\d+(?:\.\d+)*)")
MARKERS = {"GLIBC_ABI_DT_RELR": "2.36"}
"""Versions without symbols that stand for a feature of the loader → first glibc that has it."""
PRIVATE = "GLIBC_PRIVATE"
SHOWN = 5


@check("CV104", severity=Severity.ERROR)
def glibc_too_new(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """One finding per file, naming the newest symbols first."""
    floor = context.libc_floor
    if floor is None:
        return
    for name, elf in context.linked_files(artifact):
        too_new = tuple(_newer(elf, version_key(floor)))
        if too_new:
            yield Finding(
                path=name,
                message=f"the file needs {_listed(too_new)}, the floor is glibc {floor}",
                hint='build against the sysroot of the floor (`stdlib("c")`), or raise the floor '
                "with --glibc",
            )


def _newer(elf: ElfFile, floor: tuple[int, ...]) -> Iterator[VersionNeed]:
    """The version needs that a glibc of the floor does not meet, newest first."""
    needs = [need for need in elf.version_needs if not need.is_weak and _release(need) > floor]
    yield from sorted(needs, key=_release, reverse=True)


def _release(need: VersionNeed) -> tuple[int, ...]:
    """First glibc that has the version; `()` for versions of other libraries."""
    if need.version == PRIVATE:
        return version_key("999")
    match = RELEASE.fullmatch(need.version)
    text = match.group(1) if match else MARKERS.get(need.version)
    return version_key(text) if text else ()


def _listed(needs: tuple[VersionNeed, ...]) -> str:
    names = [
        f"{symbol}@{need.version}" if symbol else need.version
        for need in needs
        for symbol in need.symbols or ("",)
    ]
    rest = len(names) - SHOWN
    more = f" and {rest} more" if rest > 0 else ""
    libraries = ", ".join(sorted({need.library for need in needs}))
    return f"{', '.join(names[:SHOWN])}{more} of {libraries}"
