"""A selector is not written as `  # [linux]`.

## Why
conda-build reads selectors in many spellings, the tools that edit recipes in one: two spaces, a
hash, a space, and the condition in brackets.

## Bad
    # meta.yaml
    package:
      name: example
      version: 1.2.3
    build:
      number: 0
      skip: true # [win]
    requirements:
      host:
        - openssl
    test:
      commands:
        - example
    about:
      home: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
    extra:
      recipe-maintainers:
        - someone

## Good
    # meta.yaml
    package:
      name: example
      version: 1.2.3
    build:
      number: 0
      skip: true  # [win]
    requirements:
      host:
        - openssl
    test:
      commands:
        - example
    about:
      home: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
    extra:
      recipe-maintainers:
        - someone

## Fix
Safe: writes it so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, Place, rule
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SELECTOR = re.compile(r"^([^#\n]*[^#\s])(\s*#\s*\[([^\]\n]+)\])(?=\s*$)", re.MULTILINE)


@rule("CX110", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Selectors with other spaces."""
    if context.recipe.format is not RecipeFormat.V0:
        return
    for found in SELECTOR.finditer(context.recipe.text):
        new = f"  # [{found[3].strip()}]"
        old = context.recipe.text[found.start(2) : found.end()]
        aligned = old.lstrip() == new.lstrip() and old.startswith("  ")
        if not aligned and found[1].strip() and found[3].strip():
            yield Finding(
                at=Place(file=context.recipe.path, start=found.start(2), end=found.end()),
                message="the selector is not written as `  # [condition]`",
                hint=f"write `{new}`",
                fix=(context.edit(found.start(2), found.end(), new),),
            )
