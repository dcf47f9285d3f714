"""A static library holds an object that the platform's linkers cannot use.

## Why
An object for another processor is skipped by the linker without an error ("undefined reference"
comes much later), or stops it. LLVM bitcode (from `-flto`) can be read by one release of clang
only: gcc, and clang of another release, cannot link the library.

## Bad
`lib/libtool.a` of a package for `linux-ppc64le` with a member that `file` calls `ELF 64-bit LSB
relocatable, x86-64`, or `LLVM IR bitcode`.

## Fix
For foreign objects, see `wrong-elf-machine`; often the project reuses objects of a program that
runs during the build. For bitcode, build the static library without `-flto`, or with
`-ffat-lto-objects`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.ar import AR_MAGIC, read_members
from condax.audit.context import fits
from condax.audit.elf import read_elf
from condax.audit.engine import Finding, check
from condax.audit.machines import DEVICE_MACHINES, machine_name, read_cpus
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext
    from condax.platforms import Platform

BITCODE = (b"BC\xc0\xde", b"\xde\xc0\x17\x0b")
"""Magic of plain and of wrapped LLVM bitcode."""


@check("CV109", severity=Severity.ERROR)
def foreign_archive_member(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """One finding per static library and kind of foreign object."""
    for name, content in artifact.starting_with(AR_MAGIC):
        platform = context.platform_of(name)
        if platform.processor is None:
            continue
        by_kind: dict[str, list[str]] = {}
        for member, body in read_members(content):
            kind = _foreign_kind(body, platform)
            if kind:
                by_kind.setdefault(kind, []).append(member)
        for kind, members in by_kind.items():
            more = f" and {len(members) - 1} more" if len(members) > 1 else ""
            yield Finding(
                path=name,
                message=f"the member {members[0]!r}{more} is {kind}, {platform} needs "
                f"{platform.processor} objects",
                hint="compile the members with $CC and without -flto",
            )


def _foreign_kind(body: memoryview, platform: Platform) -> str | None:
    """What the object is instead of one for `platform`; `None` for fitting objects and data."""
    if bytes(body[:4]) in BITCODE:
        return "LLVM bitcode"
    elf = read_elf(body)
    if elf is not None and elf.machine not in DEVICE_MACHINES:
        return None if fits(elf, platform) else f"a {elf.bits}-bit object for {machine_name(elf)}"
    binary_format, cpus = read_cpus(body)
    if binary_format is platform.binary_format and cpus and platform.zig_cpu not in cpus:
        return "an object for " + ", ".join(sorted(cpus))
    return None
