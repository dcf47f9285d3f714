"""`about` lacks the homepage, the licence or the summary.

## Why
Channels show them, and users decide by them.

## Bad
    about:
      homepage: https://example.org/
      license: MIT
      license_file: LICENSE

## Good
    about:
      homepage: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX403", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """The first output that lacks one of them."""
    v0 = context.recipe.format is RecipeFormat.V0
    for output in context.outputs:
        about = output.output.about
        if output.output.is_staging:
            continue
        needed = {
            "home" if v0 else "homepage": about.homepage,
            "license": about.license,
            "summary": about.summary,
        }
        missing = [name for name, value in needed.items() if value is None]
        if missing:
            span = context.recipe.document.key_span("about")
            yield Finding(
                at=context.place(span) if span else context.head,
                message="`about` lacks " + " and ".join(f"`{name}`" for name in missing),
                hint="add them",
            )
            return
