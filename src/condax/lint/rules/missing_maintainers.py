"""`extra` names no maintainers, or not as a list.

## Why
conda-forge asks the maintainers of a recipe about every change, and gives them its repository.

## Bad
    # conda-forge.yml
    conda_build_tool: rattler-build
    # recipe.yaml
    extra:
      recipe-maintainers: someone

## Good
    # conda-forge.yml
    conda_build_tool: rattler-build
    # recipe.yaml
    extra:
      recipe-maintainers:
        - someone
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX409", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Recipes without such a list; only in feedstocks."""
    if context.forge_config is None:
        return
    value = context.recipe.extra.get("recipe-maintainers")
    if isinstance(value, tuple) and value:
        return
    span = context.recipe.document.key_span("extra")
    yield Finding(
        at=context.place(span) if span else context.head,
        message="`recipe-maintainers` is no list" if value else "there are no maintainers",
        hint="list them in `extra.recipe-maintainers`",
    )
