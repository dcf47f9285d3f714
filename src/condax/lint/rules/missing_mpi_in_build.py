"""MPI's compilers are not in `build` when cross-compiling.

## Why
`mpicc` of `host` is a program of the target (Open MPI) and cannot run in a cross build. The one of
`build` runs, and compiles for the target once `OPAL_PREFIX` says where. MPICH's are scripts, which
run as they are.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - openmpi

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: build_platform != host_platform
          then: openmpi
      host:
        - openmpi

## Fix
Safe: adds it for cross builds only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import requirement_finding
from condax.lint.facts import CROSS
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

VARIANT = "${{ mpi }}"


@rule("CX211", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """`openmpi` or `${{ mpi }}` in `host` of outputs that compile, and none in `build`."""
    for output in context.outputs:
        if not output.is_cross_built or not output.compiles:
            continue
        entry = next(
            (
                each
                for each in output.host
                if each.when_crossing and (each.name == "openmpi" or each.text.value == VARIANT)
            ),
            None,
        )
        if entry is None or any(
            each.name == "openmpi" or each.text.value == VARIANT for each in output.build
        ):
            continue
        is_variant = entry.text.value == VARIANT
        yield from requirement_finding(
            context,
            entry,
            message="a cross build cannot run the compilers of this Open MPI",
            specs=(VARIANT if is_variant else "openmpi",),
            condition=f'{CROSS} and mpi == "openmpi"' if is_variant else CROSS,
        )
