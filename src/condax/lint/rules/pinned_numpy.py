"""NumPy is pinned in `build`.

## Why
`numpy x.x` in `build` pins the NumPy of the build machine. What a package needs is decided by the
one in `host`, whose version the variants give.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - numpy x.x

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - numpy
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX210", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """`numpy x.x` in `build`."""
    for output in context.outputs:
        for entry in output.find("build", "numpy"):
            if entry.text.value.split()[1:] == ["x.x"] and entry.span is not None:
                yield Finding(
                    at=context.place(entry.span),
                    message="`numpy x.x` in `build` pins the build machine's NumPy",
                    hint="require `numpy` in `host`",
                )
