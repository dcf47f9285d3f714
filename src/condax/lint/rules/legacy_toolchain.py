"""The package `toolchain` is required.

## Why
It was a set of compiler flags of the time before compiler packages, and does not exist for any but
the oldest platforms.

## Bad
    requirements:
      build:
        - toolchain

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


@rule("CX223", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """`toolchain` in `build`."""
    for output in context.outputs:
        for entry in output.find("build", "toolchain", "toolchain3"):
            if entry.span is not None:
                yield Finding(
                    at=context.place(entry.span),
                    message="`toolchain` is long gone",
                    hint='use `compiler("c")` and `stdlib("c")`',
                )
