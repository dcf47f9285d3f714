"""An ELF file is for another processor than the package.

## Why
The loader refuses it ("cannot execute binary file", "wrong ELF class"). In a cross build it means
that a program was compiled with the build machine's compiler. Firmware below `share/` and device
code (CUDA, AMD GPU, BPF) are left alone, and so are the sysroots of compiler packages, whose
folders are named for the platform they are for.

## Bad
A package for `linux-aarch64` in which `readelf -h bin/tool` says `Machine: Advanced Micro Devices
X86-64`.

## Fix
Find what compiled the file: a Makefile with `CC = gcc`, a `configure` without `--host`, a build
system that never looks at `$CC`. Programs that run during the build are compiled with
`$CC_FOR_BUILD` and not installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit.context import has_machine_of
from condax.audit.engine import Finding, check
from condax.audit.machines import is_data, machine_name
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext


@check("CV101", severity=Severity.ERROR)
def wrong_elf_machine(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every ELF file whose machine or byte order is not that of its platform."""
    for name, elf in artifact.elf_files.items():
        platform = context.platform_of(name)
        if platform.elf_machine is None or has_machine_of(elf, platform) or is_data(name, elf):
            continue
        yield Finding(
            path=name,
            message=f"the file is for {machine_name(elf)}, {platform} needs {platform.processor}",
            hint="compile it with $CC: look for a hard-coded `gcc` or a missing `--host`",
        )
