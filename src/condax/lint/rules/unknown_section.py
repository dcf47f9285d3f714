"""The recipe has a section that means nothing.

## Why
A misspelt section is not read: what it says is silently missing from the package.

## Bad
    requirement:
      build:
        - make

## Good
    requirements:
      build:
        - make
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

V1_SECTIONS = (
    *("schema_version", "context", "package", "recipe", "source", "build", "requirements"),
    *("outputs", "tests", "about", "extra"),
)
V0_SECTIONS = (
    *("package", "source", "build", "requirements", "test", "app", "outputs", "about", "extra"),
)


@rule("CX102", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Top-level keys that the format does not have."""
    known = V1_SECTIONS if context.recipe.format is RecipeFormat.V1 else V0_SECTIONS
    document = context.recipe.document
    for (name, _), span in zip(document.entries, document.key_spans, strict=False):
        if name not in known and not name.startswith(("x-", "cpp_")):
            import difflib

            near = difflib.get_close_matches(name, known, n=1)
            yield Finding(
                at=context.place(span),
                message=f"there is no section {name!r}",
                hint=f"did you mean {near[0]!r}?" if near else "choose one of " + ", ".join(known),
            )
