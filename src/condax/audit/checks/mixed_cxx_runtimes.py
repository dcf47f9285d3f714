"""Files of one package use different C++ runtimes, LLVM's libc++ and gcc's libstdc++.

## Why
The two have different classes under the names of the standard: a `std::string` or an exception of
one means nothing to the other. Two libraries that meet in one process then fail when an exception
crosses them or a string is handed over, and the linker only sees it where a name is missing.

A program that is linked with both is always an error. So are two files of a package with one
runtime each: they are made to be used together.

A library of a dependency with another runtime is a warning: what has a C interface only can be
used all the same. Dependencies are looked through as far as they are in the host environment.

## Bad
`readelf -d lib/liba.so` says `NEEDED: [libc++.so.1]`, and `lib/libb.so` needs `libstdc++.so.6`; or
`liba.so` needs `libz3.so` of another package, which needs `libstdc++.so.6`.

## Fix
Build everything with one runtime: `condax build --cxx-runtime libstdcxx` where a dependency comes
from conda-forge, `libcxx` where all of them are built by condax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

RUNTIMES = {
    "libc++.so.1": "libc++",
    "libc++abi.so.1": "libc++",
    "libstdc++.so.6": "libstdc++",
}


@check("CV119", severity=Severity.ERROR)
def mixed_cxx_runtimes(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Each file whose runtime is not that of the first one, then each library with another one."""
    hint = "build the package and its dependencies with one --cxx-runtime"
    first = ""
    for name, elf in context.linked_files(artifact):
        for runtime in _runtimes(elf.needed):
            first = first or runtime
            if runtime != first:
                message = f"the file needs {runtime}, and {first} is used, too"
                yield Finding(path=name, message=message, hint=hint)
    for name, elf in context.linked_files(artifact):
        for library, runtime in _runtimes_behind(elf.needed, context):
            first = first or runtime
            if runtime != first:
                owner = (context.providers or {}).get(library, "a dependency")
                yield Finding(
                    path=name,
                    message=f"{library!r} of {owner} needs {runtime}, and {first} is used, too",
                    hint=hint,
                    severity=Severity.WARNING,
                )


def _runtimes(needed: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(RUNTIMES[library] for library in needed if library in RUNTIMES)


def _runtimes_behind(needed: Iterable[str], context: AuditContext) -> Iterator[tuple[str, str]]:
    """Libraries of dependencies that are loaded with a file, and the runtime of each."""
    queue, seen = list(needed), set(RUNTIMES)
    while queue:
        library = queue.pop(0)
        if library in seen:
            continue
        seen.add(library)
        behind = context.needed.get(library, ())
        queue.extend(behind)
        for runtime in _runtimes(behind):
            yield library, runtime
