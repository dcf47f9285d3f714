"""A selector is not written as `  # [linux]`.

## Why
conda-build reads selectors in many spellings, the tools that edit recipes in one: two spaces, a
hash, a space, and the condition in brackets.

## Bad
    # meta.yaml
    build:
      number: 0
      skip: true # [win]
    requirements:
      host:
        - openssl

## Good
    # meta.yaml
    build:
      number: 0
      skip: true  # [win]
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
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, V0, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SELECTOR = re.compile(r"#[^\S\n]*\[([^\]\n]+)\](?=\s*$)", re.MULTILINE)
LOOKALIKE = re.compile(r"[^\S \t]")


@rule("CX110", severity=Severity.WARNING, fix=SAFE, formats=(V0,))
def check(context: LintContext) -> Iterator[Finding]:
    """Selectors with other spaces."""
    text = context.recipe.text
    for found in SELECTOR.finditer(text):
        content = text[line_start(text, found.start()) : found.start()]
        if "#" in content or not content.strip() or not found[1].strip():
            continue
        start, new = found.start() - len(content) + len(content.rstrip()), found[1].strip()
        if found[0] != f"# [{new}]" or not text.startswith("  ", start):
            yield Finding(
                at=Place(file=context.recipe.path, start=start, end=found.end()),
                message="the selector has a character that only looks like a space"
                if LOOKALIKE.search(text, start, found.end())
                else "the selector is not written as `  # [condition]`",
                hint=f"write `  # [{new}]`",
                fix=(context.edit(start, found.end(), f"  # [{new}]"),),
            )
