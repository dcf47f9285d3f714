"""A Jinja definition is not written as `{% set name = value %}`.

## Why
Tools that update recipes look for exactly this spelling. Definitions within `{% if %}` and the like
may be indented, before `{%` or behind it.

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
from condax.lint.jinja_blocks import blocks_at
from condax.lint.registry import SAFE, V0, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

DEFINITION = re.compile(r"\{%(\s*)set\s+(\w+)\s*=([^%\n]*[^%\n-])%\}")
LEAST = "  "
GAP = re.compile(r" {2,}(?=#)")


@rule("CX111", severity=Severity.WARNING, fix=SAFE, formats=(V0,))
def check(context: LintContext) -> Iterator[Finding]:
    """Definitions with other spaces."""
    text = context.recipe.text
    for found in DEFINITION.finditer(text):
        is_indented = len(found[1]) > 1 and bool(blocks_at(text, found.start()))
        indent = found[1] if is_indented else " "
        new = f"{{%{indent}set {found[2]} = {found[3].strip()} %}}"
        if found[0] != new:
            end, gap = found.end(), GAP.match(text, found.end())
            width = len(gap[0]) + len(found[0]) - len(new) if gap else 0
            written = new
            if gap and width >= len(LEAST):
                # The selector stays in its column.
                end, written = gap.end(), new + " " * width
            yield Finding(
                at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
                message="the definition is not written as `{% set name = value %}`",
                hint=f"write `{new}`",
                fix=(context.edit(found.start(), end, written),),
            )
