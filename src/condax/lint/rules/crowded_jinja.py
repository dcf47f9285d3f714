"""An expression stands without spaces in its braces.

## Why
`{{version}}` means the same as `{{ version }}`, but tools that update recipes look for the latter.

## Bad
    context:
      version: "1.2.3"
    package:
      name: example
      version: ${{version}}

## Good
    context:
      version: "1.2.3"
    package:
      name: example
      version: ${{ version }}

## Fix
Safe: leaves one space on each side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

TIDY = r" [^\s{}](?:[^{}\n]*[^\s{}])? -?\}\}"
EXPRESSION = re.compile(rf"(\$?\{{\{{-?)(?!-?{TIDY})([^{{}}\n]+?)(-?\}}\}})")
"""An expression that is not tidy; `-` at a brace takes away what is beside it."""


@rule("CX109", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Every expression that is not written with one space inside its braces."""
    for found in EXPRESSION.finditer(context.recipe.text):
        new = f"{found[1]} {found[2].strip()} {found[3]}"
        if found[0] == new:
            continue
        line = line_start(context.recipe.text, found.start())
        if "#" not in context.recipe.text[line : found.start()]:
            yield Finding(
                at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
                message=f"`{found[0]}` has not one space inside its braces",
                hint=f"write `{new}`",
                fix=(context.edit(found.start(), found.end(), new),),
            )
