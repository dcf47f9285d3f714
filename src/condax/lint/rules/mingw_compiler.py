"""A compiler of MinGW is required by its package, or as the Fortran compiler for Windows.

## Why
`m2w64-gcc` is one package for one machine, and brings no standard library with it:
`compiler("m2w64_c")` is the compiler that the variants choose. For Fortran `compiler("fortran")` is
Flang on Windows, whose objects link with those of the other compilers there; MinGW's do not.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: win
          then: ${{ compiler("m2w64_fortran") }}

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: win
          then: ${{ compiler("fortran") }}

## Fix
Unsafe: writes the compiler. Its flags differ from those of the other one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import UNSAFE, Finding, rule
from condax.recipe.placing import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.view import Requirement

PACKAGES = {
    "m2w64-gcc": "m2w64_c",
    "m2w64-toolchain": "m2w64_c",
    "m2w64-gcc-fortran": "fortran",
}


@rule("CX230", severity=Severity.WARNING, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Such entries of `build`; beside MinGW's other compilers its Fortran is the right one."""
    for output in context.outputs:
        others = {each.argument for each in output.build if each.call} & {"m2w64_c", "m2w64_cxx"}
        for entry in output.build:
            language = _language(entry)
            if language is None or entry.span is None or (entry.call and others):
                continue
            new = written(context.recipe, f'${{{{ compiler("{language}") }}}}')
            yield Finding(
                at=context.place(entry.span),
                message=f"`{entry.argument or entry.name}` is MinGW's by name",
                hint=f"write `{new}`",
                fix=(context.edit(entry.span.start, entry.span.end, new),),
            )


def _language(entry: Requirement) -> str | None:
    if entry.call == "compiler" and entry.argument == "m2w64_fortran":
        return "fortran"
    return PACKAGES.get(entry.name)
