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
from condax.recipe.edit import data_at, output_path
from condax.recipe.model import RecipeFormat
from condax.recipe.values import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.view import OutputView
    from condax.recipe.values import SourceSpan


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
            own = _own(context, output)
            span = own or context.recipe.document.key_span("about")
            whose = f" of {output.name!r}" if own and not output.is_only else ""
            yield Finding(
                at=context.place(span) if span else context.head,
                message=f"`about`{whose} lacks " + " and ".join(f"`{name}`" for name in missing),
                hint="add them",
            )
            return


def _own(context: LintContext, output: OutputView) -> SourceSpan | None:
    """Where the output has an `about` of its own, which stands for all of the recipe's."""
    block = data_at(context.recipe, output_path(context.recipe, output.output))
    return block.key_span("about") if isinstance(block, Block) else None
