"""`bld.bat` stands beside a recipe of format 1.

## Why
rattler-build looks for `build.bat`: the script is not run.

## Bad
    # recipe.yaml
    build:
      number: 0
    # bld.bat
    make install

## Good
    # recipe.yaml
    build:
      number: 0
    # build.bat
    make install
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import V1, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX119", severity=Severity.WARNING, formats=(V1,))
def check(context: LintContext) -> Iterator[Finding]:
    """The file, unless the recipe names it."""
    is_lost = "bld.bat" in context.files and "bld.bat" not in context.recipe.text
    if is_lost:
        yield Finding(
            at=context.head,
            message="`bld.bat` is not run",
            hint="name the file `build.bat`",
        )
