"""An output has no tests.

## Why
Nothing would notice a package that is empty, lacks a library, or cannot be imported. Tests that
only look at files also run for other platforms.

## Bad
    tests: []

## Good
    tests:
      - package_contents:
          files:
            - lib/libexample.so
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX502", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs without any test."""
    if any(name.startswith("run_test.") for name in context.files):
        return
    for output in context.outputs:
        if output.output.tests or output.output.is_staging:
            continue
        span = output.output.package.span
        name = f" of {output.name!r}" if output.name and not output.is_only else ""
        yield Finding(
            at=context.place(span) if span else context.head,
            message=f"there are no tests{name}",
            hint="test that files are there, that modules import, that programs run",
        )
