"""A program or library searches for its libraries outside of the prefix.

## Why
`$ORIGIN` is the folder of the file. With more `..` than the file is deep, the search ends above the
prefix, in folders that belong to others. An entry without `$ORIGIN` is relative to the folder that
the user happens to be in, so that whoever can write there can replace the library.

## Bad
`bin/tool` with `Library runpath: [$ORIGIN/../../lib]`, or with `[lib]`.

## Fix
`bin/tool` finds the prefix's libraries with `$ORIGIN/../lib`: let the build set it, and remove what
the project's own build system adds.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

ORIGINS = ("$ORIGIN", "${ORIGIN}")


@check("CV107", severity=Severity.ERROR)
def escaping_rpath(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every relative rpath entry that leaves the prefix or depends on the working directory."""
    for name, elf in context.linked_files(artifact):
        for entry in dict.fromkeys(elf.rpaths):
            problem = _problem(name, entry)
            if problem:
                yield Finding(
                    path=name,
                    message=f"the rpath {entry!r} {problem}",
                    hint="remove it: $ORIGIN with the way to the prefix's lib folder is enough",
                )


def _problem(name: str, entry: str) -> str | None:
    if entry.startswith("/"):
        return None
    first, _, rest = entry.partition("/")
    if first not in ORIGINS:
        return "depends on the folder that the program is started in"
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(name), rest))
    return "leaves the prefix" if folder.split("/")[0] == ".." else None
