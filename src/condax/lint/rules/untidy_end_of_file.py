"""The recipe does not end with one newline.

## Why
Tools that append lines join them with the last one, and blank lines at the end make needless
differences.

## Bad
    extra:
      recipe-maintainers:
        - someone
    ↵
    ↵

## Good
    extra:
      recipe-maintainers:
        - someone

## Fix
Safe: leaves one newline at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX105", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """No newline at the end, or blank lines there."""
    text = context.recipe.text
    end = len(text.rstrip())
    if end and text[end:] not in {"\n", "\r\n"}:
        start = line_start(text, end)
        yield Finding(
            at=Place(file=context.recipe.path, start=start, end=end),
            message="the file does not end with one newline",
            hint="end it with one newline",
            fix=(context.edit(end, len(text), "\n"),),
        )
