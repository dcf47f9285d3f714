"""A program or library searches an absolute folder for its libraries.

## Why
An absolute rpath leaves the prefix: the folder of the build machine does not exist for users, or
worse, exists and holds other libraries. Below the placeholder prefix that `paths.json` declares
for the file an rpath is fine, because the installer replaces it.

## Bad
`readelf -d lib/libtool.so` says `Library runpath: [/usr/local/lib]`.

## Fix
Link with `-Wl,-rpath,$PREFIX/lib` only, which the build turns into `$ORIGIN/…`; remove rpaths that
the project's build system adds (`CMAKE_INSTALL_RPATH`, `--disable-rpath`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV106", severity=Severity.ERROR)
def absolute_rpath(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every absolute rpath entry outside of the declared placeholder prefix."""
    for name, elf in context.linked_files(artifact):
        placeholder = artifact.files[name].placeholder
        for entry in dict.fromkeys(elf.rpaths):
            if entry.startswith("/") and not (placeholder and entry.startswith(placeholder)):
                yield Finding(
                    path=name,
                    message=f"the rpath {entry!r} is absolute",
                    hint="link with -Wl,-rpath,$PREFIX/lib and no other rpath",
                )
