"""`target_platform` stands where `host_platform` is meant.

## Why
In recipes of format 1 `target_platform` is `noarch` for noarch outputs: a comparison with
`build_platform` then holds in every build, native or not. `host_platform` is the platform of the
host environment, and equals `build_platform` in every native build.

## Bad
    requirements:
      build:
        - if: build_platform != target_platform
          then: zlib
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}

## Good
    requirements:
      build:
        - if: build_platform != host_platform
          then: zlib
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}

## Fix
Safe: writes `host_platform`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, FileEdit, Finding, Place, rule
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

COMPARED = re.compile(
    r"\bbuild_platform\s*[!=]=\s*(target_platform)\b|\b(target_platform)\s*[!=]=\s*build_platform\b"
    r"|\bcross-python_\$\{\{\s*(target_platform)\s*\}\}"
)


@rule("CX317", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Comparisons with `build_platform`, and the name of `cross-python`, in recipes of format 1."""
    recipe = context.recipe
    if recipe.format is not RecipeFormat.V1:
        return
    for found in COMPARED.finditer(recipe.text):
        line = recipe.text.rfind("\n", 0, found.start()) + 1
        if "#" in recipe.text[line : found.start()]:
            continue
        start, end = found.span(found.lastindex or 0)
        yield Finding(
            at=Place(file=recipe.path, start=start, end=end),
            message="`target_platform` is `noarch` where the package is",
            hint="write `host_platform`",
            fix=(FileEdit(file=recipe.path, start=start, end=end, text="host_platform"),),
        )
