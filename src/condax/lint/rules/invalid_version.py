"""The version is missing, or none that conda can order.

## Why
A version with a `-` cannot be told from the build string in file names; one that is missing stops
the build.

## Bad
    package:
      name: example
      version: 1.2-3

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

VERSION = re.compile(r"(?:\d+!)?[A-Za-z0-9][A-Za-z0-9_.+]*$")


@rule("CX116", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Recipes without a version, and plain versions with other characters."""
    if context.recipe.package.version is None and not context.recipe.outputs:
        yield Finding(
            at=context.head, message="there is no version", hint="give `package` a version"
        )
    for output in context.outputs:
        for text in value_leaves(output.output.package.version):
            if text.has_expression or VERSION.match(text.value) or text.span is None:
                continue
            yield Finding(
                at=context.place(text.span),
                message=f"{text.value!r} is no version",
                hint="use letters, digits, `.`, `_`, `+` and `!`",
            )
