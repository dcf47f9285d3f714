"""A variant file says nothing.

## Why
It is read by every rerendering and suggests settings that there are none of.

## Bad
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    # nothing

## Good
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    openssl:
      - "3"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SAYS = re.compile(r"^\s*[^\s#]", re.MULTILINE)


@rule("CX609", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Files without a line that is no comment."""
    for name in ("conda_build_config.yaml", "variants.yaml"):
        text = context.files.get(name)
        if text is not None and not SAYS.search(text):
            yield Finding(
                at=Place(file=name, start=0, end=max(len(text.split("\n")[0]), 1)),
                message="the file has no keys",
                hint="remove the file",
            )
