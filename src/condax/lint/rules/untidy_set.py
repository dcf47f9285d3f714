"""A Jinja definition is not written as `{% set name = value %}`.

## Why
Tools that update recipes look for exactly this spelling.

## Bad
    # meta.yaml
    {% set version="1.2.3" %}
    package:
      name: example
      version: {{ version }}
    build:
      number: 0
    requirements:
      host:
        - openssl

## Good
    # meta.yaml
    {% set version = "1.2.3" %}
    package:
      name: example
      version: {{ version }}
    build:
      number: 0
    requirements:
      host:
        - openssl

## Fix
Safe: writes it so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, V0, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

DEFINITION = re.compile(r"\{%\s*set\s+(\w+)\s*=([^%\n]*[^%\n-])%\}")


@rule("CX111", severity=Severity.WARNING, fix=SAFE, formats=(V0,))
def check(context: LintContext) -> Iterator[Finding]:
    """Definitions with other spaces."""
    for found in DEFINITION.finditer(context.recipe.text):
        new = f"{{% set {found[1]} = {found[2].strip()} %}}"
        if found[0] != new:
            yield Finding(
                at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
                message="the definition is not written as `{% set name = value %}`",
                hint=f"write `{new}`",
                fix=(context.edit(found.start(), found.end(), new),),
            )
