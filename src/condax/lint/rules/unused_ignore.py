"""A comment silences a rule that says nothing there.

## Why
`# condax: ignore[…]` that is not needed any more hides the next mistake on its line, and a
misspelt name hides nothing. Neither does `# condax: ignore` without a name.
At the end of a line of `meta.yaml` conda-build takes brackets in a comment for a selector: the line
is left out of every build. There the names follow a sign: `# condax: ignore=missing-stdlib`.

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
    """Names of rules that ran and were silent there, names of no rule, no name, and selectors."""
    for ignore in context.unused_ignores:
        meant = {each.name for each in rules_named(ignore.name) if not each.online}
        if ignore.is_selector:
            yield Finding(
                at=ignore.at,
                message="conda-build reads the comment as a selector and drops the line",
                hint=f"write `condax: ignore={ignore.name}`, or the comment above the line",
            )
        elif not ignore.name:
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
