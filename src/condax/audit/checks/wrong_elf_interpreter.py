"""A program asks for another program interpreter than the platform's.

## Why
The kernel starts the interpreter named in the program. If there is no such file, the program fails
with the misleading "No such file or directory".

## Bad
`readelf -l bin/tool` says `Requesting program interpreter: /lib/ld-musl-aarch64.so.1` in a package
for `linux-aarch64`, whose interpreter is `/lib/ld-linux-aarch64.so.1`.

## Fix
Remove `-Wl,--dynamic-linker` or `-Wl,-I` from the flags of the build; check that the compiler's
target is the glibc one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV103", severity=Severity.ERROR)
def wrong_elf_interpreter(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every linked file that names an interpreter, and not the platform's."""
    expected = context.platform.elf_interpreter
    for name, elf in context.linked_files(artifact):
        if elf.interpreter is not None and elf.interpreter != expected:
            yield Finding(
                path=name,
                message=f"the program starts through {elf.interpreter!r}, "
                f"{context.platform} has {expected!r}",
                hint="remove -Wl,--dynamic-linker from the link flags",
            )
