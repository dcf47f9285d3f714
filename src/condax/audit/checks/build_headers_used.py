"""Code for the host was compiled with headers of the build environment.

## Why
Headers that a package generates when it is configured (`pyconfig.h`, NumPy's `_numpyconfig.h`)
describe one platform: sizes, byte order, what its libraries have. With those of the build machine
the code compiles and is wrong when it runs.

Build systems leave records of what was read: `compile_commands.json` and dependency files. Where a
package's build leaves them in its work folder, folders and headers below the build prefix are
reported unless the host prefix has the same, byte for byte. The compiler's own do not count, nor
does what was compiled for the build machine. It is a warning, because most headers are the same
for every platform.

## Bad
    -I$BUILD_PREFIX/lib/python3.13/site-packages/numpy/_core/include

## Fix
Name the package in the host requirements, and take its headers from `$PREFIX`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV135", severity=Severity.WARNING)
def build_headers_used(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every header or folder of the build prefix that is not the host's as well."""
    del artifact
    for header in context.build_headers:
        yield Finding(
            path=header.source,
            message=f"compiled for {context.platform} with $BUILD_PREFIX/{header.path}",
            hint="name the package in the host requirements, and take its headers from $PREFIX",
        )
