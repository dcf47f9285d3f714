"""`noarch` is neither `python` nor `generic`.

## Why
Any other value is taken for something that it is not, by some tools silently.

## Bad
    build:
      number: 0
      noarch: true

## Good
    build:
      number: 0
      noarch: generic
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX114", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Every other value."""
    for output in context.outputs:
        for text in value_leaves(output.output.build.noarch):
            known = text.value in {"python", "generic"} or text.has_expression
            if not known and text.span is not None:
                yield Finding(
                    at=context.place(text.span),
                    message=f"`noarch: {text.value}` means nothing",
                    hint="write `python` or `generic`, or leave it out",
                )
