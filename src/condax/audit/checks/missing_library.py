"""A needed library is neither in the package, nor in a dependency, nor part of the system.

## Why
The loader stops with "cannot open shared object file". It goes unnoticed where the library happens
to be installed, and it is the usual result of a library found on the build machine or of a missing
run dependency. The system libraries are those of glibc itself; libstdc++ and libgcc_s are packages.

Where the files of a dependency are not known (`condax audit` on a single file; a package that was
not in the host environment and is in no local channel) this is a warning only.

## Bad
`readelf -d bin/tool` says `NEEDED: [libz.so.1]`, and the package does not depend on zlib.

## Fix
Add the library's package to the `host` requirements, so that its run_exports add the run
dependency; or keep the build from finding the library (`--without-zlib`).
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext
    from condax.platforms import Platform

# What glibc installs, as far as programs link with it; libcrypt and libnsl have left it.
GLIBC_LIBRARIES = frozenset(
    {
        "libBrokenLocale.so.1",
        "libanl.so.1",
        "libc.so.6",
        "libdl.so.2",
        "libm.so.6",
        "libmvec.so.1",
        "libnss_compat.so.2",
        "libnss_dns.so.2",
        "libnss_files.so.2",
        "libpthread.so.0",
        "libresolv.so.2",
        "librt.so.1",
        "libthread_db.so.1",
        "libutil.so.1",
    }
)


@check("CV108", severity=Severity.ERROR)
def missing_library(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every needed library without a known origin, once per file that needs it."""
    known = artifact.file_names | _system_libraries(context.platform)
    providers = context.providers or {}
    doubt = context.doubt(artifact)
    for name, elf in context.linked_files(artifact):
        for library in elf.needed:
            if library in known or library in providers:
                continue
            rest = f"the files of {doubt} are not known" if doubt else "no dependency does"
            yield Finding(
                path=name,
                message=f"the package does not bring {library!r}, which the file needs, and {rest}",
                hint=f"add the package that has {library!r} to the host requirements",
                severity=Severity.WARNING if doubt else None,
            )


def _system_libraries(platform: Platform) -> frozenset[str]:
    interpreter = PurePosixPath(platform.elf_interpreter or "")
    return GLIBC_LIBRARIES | {interpreter.name}
