"""An ELF file is for the right processor, but not 64-bit.

## Why
x32 and ILP32 files have the machine number of their 64-bit relatives, and yet no process of the
platform can load them.

## Bad
A package for `linux-64` in which `readelf -h lib/libtool.so` says `Class: ELF32`.

## Fix
Drop `-m32`, `-mx32` or `-mabi=ilp32` from the flags of the build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.context import ELF_BITS, has_machine_of
from condax.audit.engine import Finding, check
from condax.audit.machines import is_data
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV102", severity=Severity.ERROR)
def wrong_elf_class(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every ELF file of the right machine and the wrong class."""
    for name, elf in artifact.elf_files.items():
        platform = context.platform_of(name)
        if elf.bits != ELF_BITS and has_machine_of(elf, platform) and not is_data(name, elf):
            yield Finding(
                path=name,
                message=f"the file is {elf.bits}-bit, {platform} needs {ELF_BITS}-bit",
                hint="remove -m32, -mx32 or -mabi=ilp32 from the compiler flags",
            )
