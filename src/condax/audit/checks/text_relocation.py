"""The loader has to patch a file's code while it loads it.

## Why
The code cannot be shared between processes, loading is slow, and systems that forbid writable code
(SELinux, hardened kernels) refuse the file.

## Bad
`readelf -d lib/libtool.so` lists `TEXTREL`.

## Fix
Compile everything that goes into a shared library with `-fPIC`, and write assembly files
position-independent; `-Wl,-z,text` makes the linker name the culprits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV111", severity=Severity.WARNING)
def text_relocation(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every linked file with relocations in read-only segments."""
    for name, elf in context.linked_files(artifact):
        if elf.has_text_relocations:
            yield Finding(
                path=name,
                message="the file has relocations in its code",
                hint="compile it with -fPIC; -Wl,-z,text shows which object is not",
            )
