"""The folder has a recipe of each format.

## Why
One of them is not built, and is edited all the same. Which one it is depends on the tool.

## Bad
    # recipe.yaml
    build:
      number: 0
    # meta.yaml
    package:
      name: example
      version: 1.2.3

## Good
    # recipe.yaml
    build:
      number: 0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.folder import RECIPE_NAMES
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX107", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Folders with both files."""
    if all(name in context.files for name in RECIPE_NAMES):
        yield Finding(
            at=context.head,
            message="`recipe.yaml` and `meta.yaml` are both here",
            hint="remove the one that is not built",
        )
