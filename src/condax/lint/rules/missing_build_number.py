"""The recipe has no build number.

## Why
Builds of the same version are told apart by it. Without one a correction of the recipe cannot take
the place of the package that it corrects.

## Bad
    build:
      script: make install

## Good
    build:
      number: 0
      script: make install
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX113", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Recipes in which some output has none."""
    for output in context.outputs:
        if output.output.build.number is None and not output.output.is_staging:
            yield Finding(
                at=context.head,
                message="there is no build number",
                hint="add `number: 0` to `build`",
            )
            return
