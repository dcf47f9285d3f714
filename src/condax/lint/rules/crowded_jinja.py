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

TIDY = r"-? (?:[^\s{}](?:[^{}\n]*[^\s{}])?)? -?\}\}"
EXPRESSION = re.compile(rf"(\{{\{{-?)(?!{TIDY})([^{{}}\n]+?)(-?\}}\}})")
"""An expression that is not tidy; `-` at a brace takes away what is beside it."""


@rule("CX109", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Every expression that is not written with one space inside its braces."""
    text = context.recipe.text
    for found in EXPRESSION.finditer(text):
        # The `$` is looked for here: a pattern that may begin with it is searched for more slowly.
        start = begin = found.start()
        if begin and text[begin - 1] == "$":
            start -= 1
        written = text[start : found.end()]
        new = f"{text[start:begin]}{found[1]} {found[2].strip()} {found[3]}"
        if "#" in text[line_start(text, start) : start]:
            continue
        yield Finding(
            at=Place(file=context.recipe.path, start=start, end=found.end()),
            message=f"`{written}` has not one space inside its braces",
            hint=f"write `{new}`",
            fix=(context.edit(start, found.end(), new),),
        )
