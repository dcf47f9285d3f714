"""A selector such as `py37` names one Python.

## Why
conda-build knows such names for the Pythons up to 3.6 alone, none of which is built for any more.
A later one is an undefined name, which is false: its line is never there.

## Bad
    # meta.yaml
    requirements:
      run:
        - python
        - tomli  # [py310]

## Good
    # meta.yaml
    requirements:
      run:
        - python
        - tomli  # [py == 310]

## Fix
Safe: compares `py`, the number of the Python. The line is there from then on, in native builds too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, V0, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SELECTOR = re.compile(r"#[^\S\n]*\[[^\]\n]*\]")
NAME = re.compile(r"\bpy(\d{2,3})\b")


@rule("CX123", severity=Severity.WARNING, fix=SAFE, formats=(V0,), changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Names in selectors; `py3k` and `py2k` are others."""
    for selector in SELECTOR.finditer(context.recipe.text):
        for found in NAME.finditer(context.recipe.text, *selector.span()):
            new = f"py == {found[1]}"
            yield Finding(
                at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
                message=f"`{found[0]}` is no name that conda-build knows today",
                hint=f"write `{new}`",
                fix=(context.edit(found.start(), found.end(), new),),
            )
