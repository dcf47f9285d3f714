"""No space stands between a name and its version.

## Why
`name>=1.0` is one word: tools that read specs by their spaces take all of it for the name.

## Bad
    requirements:
      host:
        - openssl>=3

## Good
    requirements:
      host:
        - openssl >=3

## Fix
Safe: adds the space.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

CROWDED = re.compile(r"([A-Za-z0-9_.-]+)(?:[<>!~]=?|==?)")


@rule("CX213", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Specs that begin with a name and an operator."""
    for output in context.outputs:
        for entry in output.requirements:
            found = CROWDED.match(entry.text.value)
            if found is None or entry.span is None or entry.call:
                continue
            start = context.recipe.text.find(found[0], entry.span.start, entry.span.end)
            place = start + len(found[1])
            yield Finding(
                at=context.place(entry.span),
                message=f"`{found[1]}` and its version have no space between them",
                hint=f"write `{found[1]} {entry.text.value[len(found[1]) :]}`",
                fix=(context.edit(place, place, " "),) if start >= 0 else (),
                no_fix="the recipe has it in another spelling",
            )
