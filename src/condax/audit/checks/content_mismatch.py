"""The package's files are not the ones that its `paths.json` lists.

## Why
Installers trust the list: they refuse the package, or leave a file out. It shows that the archive
was damaged or changed after the build.

## Bad
`info/paths.json` lists `lib/libtool.so.1` with another SHA-256 than the file has.

## Fix
Build the package again; change files in the build script, never in the finished archive.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV118", severity=Severity.ERROR)
def content_mismatch(artifact: Artifact, _context: AuditContext) -> Iterator[Finding]:
    """Every listed file that is missing, and every file whose digest differs."""
    for name in sorted(artifact.listed.difference(artifact.files)):
        yield _finding(name, "paths.json lists the file, and the archive does not hold it")
    for name, file in artifact.files.items():
        # Of a link, paths.json has the digest of what it points to.
        if file.sha256 is None or file.link_target is not None:
            continue
        if hashlib.sha256(file.content).hexdigest() != file.sha256:
            yield _finding(name, "the file is not the one whose SHA-256 is in paths.json")


def _finding(path: str, message: str) -> Finding:
    return Finding(path=path, message=message, hint="build the package again")
