"""A Mach-O or PE file is for another processor than the package.

## Why
Neither macOS nor Windows loads a library for another processor into a process. A universal file
fits if one of its parts does. Windows programs (`.exe`) for other processors are a warning only:
Python packages carry launchers for all of them.

## Bad
A package for `osx-arm64` in which `lipo -archs lib/libtool.dylib` says `x86_64`.

## Fix
Compile with `$CC`, whose target is the package's platform.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.audit.machines import read_cpus
from condax.diagnostics import Severity
from condax.platforms import BinaryFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

CHECKED = frozenset({BinaryFormat.MACHO, BinaryFormat.PE})


@check("CV116", severity=Severity.ERROR)
def wrong_binary_machine(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every file in the platform's own format without code for its processor."""
    for name, file in artifact.files.items():
        binary_format, cpus = read_cpus(file.content)
        if binary_format not in CHECKED:
            continue
        platform = context.platform_of(name)
        if binary_format is platform.binary_format and platform.zig_cpu not in cpus:
            yield Finding(
                path=name,
                message=f"the file is for {', '.join(sorted(cpus)) or 'no processor'}, "
                f"{platform} needs {platform.zig_cpu}",
                hint="compile it with $CC",
                severity=Severity.WARNING if name.endswith(".exe") else None,
            )
