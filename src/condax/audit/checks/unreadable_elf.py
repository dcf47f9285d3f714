"""A file begins like an ELF file, but its tables cannot be read.

## Why
A truncated or damaged program fails at its start, and nothing else in this list was checked for
it. It is a warning only, because test suites carry broken files on purpose.

## Bad
`readelf -d lib/libtool.so` says `Error: the PHDR segment is not covered by a LOAD segment`.

## Fix
See which step of the build wrote the file last: a post-processing tool for another byte order, or a
full disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.elf import ELF_MAGIC
from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV117", severity=Severity.WARNING)
def unreadable_elf(artifact: Artifact, _context: AuditContext) -> Iterator[Finding]:
    """Every file with the ELF magic and nothing usable behind it."""
    for name, _ in artifact.starting_with(ELF_MAGIC):
        if name not in artifact.elf_files:
            yield Finding(
                path=name,
                message="the file begins as ELF, and its tables point outside of it",
                hint="find the build step that wrote it last",
            )
