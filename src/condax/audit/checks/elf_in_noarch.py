"""A noarch package holds machine code.

## Why
A noarch package is installed on every platform, and its programs run on one of them. Compiler
packages may keep a sysroot for another platform in a folder named for that platform's triplet.

## Bad
A `noarch: python` package with `site-packages/tool/_speedups.so`.

## Fix
Remove `noarch` from the recipe, or the compiled part from the build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.ar import AR_MAGIC, read_members
from condax.audit.elf import read_elf
from condax.audit.engine import Finding, check
from condax.audit.machines import is_data, machine_name
from condax.diagnostics import Severity
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext
    from condax.audit.elf import ElfFile


@check("CV114", severity=Severity.ERROR)
def elf_in_noarch(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every ELF file, and every static library with ELF objects, of a noarch package."""
    if context.platform != NOARCH:
        return
    for name, elf in _machine_code(artifact):
        if context.platform_of(name) == NOARCH and not is_data(name, elf):
            yield Finding(
                path=name,
                message=f"the package is noarch and the file is for {machine_name(elf)}",
                hint="remove `noarch` from the recipe, or leave the file out",
            )


def _machine_code(artifact: Artifact) -> Iterator[tuple[str, ElfFile]]:
    yield from artifact.elf_files.items()
    for name, content in artifact.starting_with(AR_MAGIC):
        objects = (read_elf(body) for _, body in read_members(content))
        first = next((elf for elf in objects if elf is not None), None)
        if first is not None:
            yield name, first
