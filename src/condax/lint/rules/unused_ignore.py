"""A comment silences a rule that says nothing there.

## Why
`# condax: ignore[…]` that is not needed any more hides the next mistake on its line, and a
misspelt name hides nothing.

## Bad
    build:
      number: 0  # condax: ignore[missing-stdlib]

## Good
    build:
      number: 0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, all_rules, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX101", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Names of rules that ran and were silent there, and names that no rule has."""
    known = {text for each in all_rules() for text in (each.name, each.code)}
    for ignore in context.unused_ignores:
        if ignore.name not in known:
            yield Finding(
                at=ignore.at,
                message=f"there is no rule {ignore.name!r}",
                hint="condax rule --list",
            )
        elif ignore.name in context.running:
            yield Finding(
                at=ignore.at,
                message=f"`{ignore.name}` has nothing to silence here",
                hint="remove the name from the comment",
            )
