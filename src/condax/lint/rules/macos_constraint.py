"""The macOS version is a requirement by hand.

## Why
`stdlib("c")` adds the requirement for the oldest macOS that the variants say. One written by hand
stays behind when they change.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      run:
        - if: osx
          then: __osx >=11.0

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX219", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """`__osx >…` in `run` and `run_constraints` of platform-specific outputs."""
    for output in context.outputs:
        for entry in output.requirements:
            if entry.name != "__osx" or output.noarch is not None or entry.span is None:
                continue
            if ">" in entry.text.value and entry.section in {"run", "run_constraints"}:
                yield Finding(
                    at=context.place(entry.span),
                    message=f"`{entry.text.value}` is what `stdlib` adds by itself",
                    hint="set `c_stdlib_version` in the variants instead",
                )
