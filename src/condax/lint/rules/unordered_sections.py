"""The sections of the recipe are in an unusual order.

## Why
Recipes are read by many people and by tools that edit them; all of them look for a section where
it usually is.

## Bad
    about:
      homepage: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
    package:
      name: example
      version: 1.2.3

## Good
    package:
      name: example
      version: 1.2.3
    about:
      homepage: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

V1_ORDER = (
    *("schema_version", "context", "package", "recipe", "source", "build", "requirements"),
    *("outputs", "tests", "about", "extra"),
)
V0_ORDER = (
    *("package", "source", "build", "requirements", "test", "app", "outputs", "about", "extra"),
)


@rule("CX103", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """The first section that comes after one it should precede."""
    document = context.recipe.document
    order = V1_ORDER if context.recipe.format is RecipeFormat.V1 else V0_ORDER
    found = [
        (order.index(name), name, span)
        for (name, _), span in zip(document.entries, document.key_spans, strict=False)
        if name in order
    ]
    for (rank, name, _), (after, other, span) in itertools.pairwise(found):
        if after < rank:
            yield Finding(
                at=context.place(span),
                message=f"`{other}` comes after `{name}`",
                hint="the order is " + ", ".join(order),
            )
            return
