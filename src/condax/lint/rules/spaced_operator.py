"""A space stands between an operator and its version.

## Why
`name >= 1.0` is a name, a version `>=` and a build string `1.0` for some parsers.

## Bad
    requirements:
      host:
        - openssl >= 3

## Good
    requirements:
      host:
        - openssl >=3

## Fix
Safe: removes the space.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SPACED = re.compile(r"([<>=!~]=?|==)\s+(?=[\w*.$])")


EXPRESSION = re.compile(r"\$\{\{.*?\}\}")


def _blank(match: re.Match[str]) -> str:
    """A version that is worked out; `~` and `==` in it are operators of Jinja."""
    return "$" * len(match[0])


@rule("CX212", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Specs with a space behind `>=`, `<`, `==` and the like."""
    for output in context.outputs:
        for entry in output.requirements:
            value = entry.text.value
            found = SPACED.search(EXPRESSION.sub(_blank, value) if "${{" in value else value)
            if found is None or entry.span is None or entry.call:
                continue
            start = context.recipe.text.find(found[0], entry.span.start, entry.span.end)
            fix = (context.edit(start, start + len(found[0]), found[1]),) if start >= 0 else ()
            yield Finding(
                at=context.place(entry.span),
                message=f"`{found[1]}` and its version have a space between them",
                hint=f"write `{entry.text.value.replace(found[0], found[1])}`",
                fix=fix,
                no_fix="the recipe has it in another spelling",
            )
