"""A package to link against has no run_exports.

## Why
Who builds with this package links its shared library, and gets a package that does not depend on
it: the library is missing, or has another ABI, when the program starts. Headers or a `libx.so` link
beside a shared library show that others are meant to link with it.

## Bad
A package with `lib/libtool.so.1`, `lib/libtool.so` and `include/tool.h` without
`info/run_exports.json`.

## Fix
    requirements:
      run_exports:
        - ${{ pin_subpackage("libtool", upper_bound="x") }}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

SHARED_LIBRARY = re.compile(r"lib/lib[^/]+\.so(\.\d+)*")


@check("CV112", severity=Severity.WARNING)
def missing_run_exports(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """At most one finding, at the first shared library."""
    libraries = [
        name
        for name, elf in context.linked_files(artifact)
        if elf.soname and SHARED_LIBRARY.fullmatch(name)
    ]
    if libraries and not artifact.run_exports and _is_for_linking(artifact):
        soname = artifact.elf_files[libraries[0]].soname
        yield Finding(
            path=libraries[0],
            message=f"others can link with {soname!r}, and the package has no run_exports",
            hint=f"add run_exports with pin_subpackage({artifact.name!r}) to the recipe",
        )


def _is_for_linking(artifact: Artifact) -> bool:
    has_headers = any(name.startswith("include/") for name in artifact.files)
    return has_headers or any(
        SHARED_LIBRARY.fullmatch(name) and name.endswith(".so") for name in artifact.links
    )
