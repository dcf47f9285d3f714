"""A comment silences a rule that says nothing there.

## Why
`# condax: ignore[…]` that is not needed any more hides the next mistake on its line, and a
misspelt name hides nothing. Neither does `# condax: ignore` without a name.

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
from condax.lint.registry import Finding, rule
from condax.lint.select import rules_named, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX101", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Names of rules that ran and were silent there, names that no rule has, and no name at all."""
    for ignore in context.unused_ignores:
        meant = {each.name for each in rules_named(ignore.name) if not each.online}
        if not ignore.name:
            yield Finding(
                at=ignore.at,
                message="the comment names no rule and silences none",
                hint="did you mean `ignore[missing-stdlib]`, with the rule's name?",
            )
        elif not meant:
            yield Finding(
                at=ignore.at,
                message=f"there is no rule {ignore.name!r}",
                hint=suggestion(ignore.name),
            )
        elif meant <= context.running:
            yield Finding(
                at=ignore.at,
                message=f"`{ignore.name}` has nothing to silence here",
                hint="remove the name from the comment",
            )
