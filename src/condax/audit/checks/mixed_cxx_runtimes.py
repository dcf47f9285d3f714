"""Files of one package use different C++ runtimes, LLVM's libc++ and gcc's libstdc++.

## Why
The two have different classes under the names of the standard: a `std::string` or an exception of
one means nothing to the other. Two libraries that meet in one process then fail when an exception
crosses them or a string is handed over, and the linker only sees it where a name is missing.

A program that is linked with both is always an error. So are two files of a package with one
runtime each: they are made to be used together.

## Bad
`readelf -d lib/liba.so` says `NEEDED: [libc++.so.1]`, and `lib/libb.so` needs `libstdc++.so.6`.

## Fix
Build everything with one runtime: `condax build --cxx-runtime libstdcxx` where a dependency comes
from conda-forge, `libcxx` where all of them are built by condax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

RUNTIMES = {
    "libc++.so.1": "libc++",
    "libc++abi.so.1": "libc++",
    "libstdc++.so.6": "libstdc++",
}


@check("CV119", severity=Severity.ERROR)
def mixed_cxx_runtimes(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Each file whose runtime is not that of the first one."""
    first = ""
    for name, elf in context.linked_files(artifact):
        used = [RUNTIMES[library] for library in elf.needed if library in RUNTIMES]
        for runtime in dict.fromkeys(used):
            first = first or runtime
            if runtime != first:
                yield Finding(
                    path=name,
                    message=f"the file needs {runtime}, and {first} is used, too",
                    hint="build the package and its dependencies with one --cxx-runtime",
                )
