"""A program or library asks for an executable stack.

## Why
Every thread of the process gets a stack from which injected code runs. Since glibc 2.41 the loader
refuses to open such a library ("cannot enable executable stack"), and SELinux refuses it as well.

## Bad
`readelf -lW lib/libtool.so` shows `GNU_STACK … RWE`.

## Fix
Usually one assembly file lacks the line `.section .note.GNU-stack,"",%progbits`. Add it, or
assemble with `-Wa,--noexecstack`, or link with `-Wl,-z,noexecstack`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV110", severity=Severity.ERROR)
def executable_stack(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every linked file whose stack header has the execute flag."""
    for name, elf in context.linked_files(artifact):
        if elf.has_executable_stack:
            yield Finding(
                path=name,
                message="the file asks for an executable stack",
                hint="link with -Wl,-z,noexecstack",
            )
