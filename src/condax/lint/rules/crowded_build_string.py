"""No space stands between a version and its build string.

## Why
conda reads `name ==1.0=h0_0` as a version and a build string all the same. Tools that read specs by
their spaces take `==1.0=h0_0` for the version.

## Bad
    requirements:
      host:
        - openssl ==3.0=h0_0

## Good
    requirements:
      host:
        - openssl ==3.0 h0_0

## Fix
Safe: writes a space for the second `=`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

EXPRESSION = re.compile(r"\$?\{\{.*?\}\}")
CROWDED = re.compile(r"[\"']?[\w.-]+ +={0,2}[^\s=<>!~,|[]+(=)[^\s=[]+$")


@rule("CX231", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Specs of a name and one more word that has a `=` behind its version."""
    for output in context.outputs:
        for entry in output.requirements:
            if entry.span is None or entry.call or "=" not in entry.text.value:
                continue
            written = context.recipe.text[entry.span.start : entry.span.end].rstrip("\"'")
            found = CROWDED.match(EXPRESSION.sub(lambda each: "x" * len(each[0]), written))
            if found is not None:
                place = entry.span.start + found.start(1)
                yield Finding(
                    at=context.place(entry.span),
                    message="the version and the build string have no space between them",
                    hint="write `name version build`",
                    fix=(context.edit(place, place + 1, " "),),
                )
