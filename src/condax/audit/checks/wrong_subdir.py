"""The package says that it is for another platform than it was built for.

## Why
A channel keeps the package in the folder of its subdir, and a solver offers it to that platform. A
cross build whose variant lacks the host platform makes a package for the build machine, without an
error.

## Bad
`info/index.json` says `linux-64` after a build for `linux-aarch64`.

## Fix
Build with `--target`, and let no variant file set `target_platform` or `host_platform`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.artifact import INDEX
from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV115", severity=Severity.ERROR)
def wrong_subdir(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """At most one finding, at the index file."""
    if artifact.subdir != context.platform.subdir:
        yield Finding(
            path=INDEX,
            message=f"the package is for {artifact.subdir!r}, the build was for "
            f"{context.platform.subdir!r}",
            hint="remove target_platform and host_platform from the variant files",
        )
