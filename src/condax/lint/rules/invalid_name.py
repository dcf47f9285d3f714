"""The name of a package has characters that no name has.

## Why
Names of conda packages are lower-case letters, digits, `.`, `-` and `_`. Others are refused by
channels, at the latest.

## Bad
    package:
      name: Example
      version: 1.2.3

## Good
    package:
      name: example
      version: 1.2.3
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

NAME = re.compile(r"[a-z0-9_.-]+$")


@rule("CX115", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Names that are plain text."""
    for output in context.outputs:
        for text in value_leaves(output.output.package.name):
            if text.has_expression or NAME.match(text.value) or text.span is None:
                continue
            yield Finding(
                at=context.place(text.span),
                message=f"{text.value!r} is no name of a package",
                hint="use lower-case letters, digits, `.`, `-` and `_`",
            )
