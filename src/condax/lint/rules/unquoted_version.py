"""A version or a build string is a number for YAML.

## Why
`1.10` without quotes is the number 1.1: the version of the package is not the one that the recipe
shows.

## Bad
    package:
      name: example
      version: 1.10

## Good
    package:
      name: example
      version: "1.10"

## Fix
Safe: puts it between quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, rule
from condax.recipe.model import RecipeFormat
from condax.recipe.values import Text, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

FLOAT = re.compile(r"\d+\.\d+$")


@rule("CX108", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Versions, build strings and variables of `context` that are numbers with a fraction."""
    recipe = context.recipe
    found = [*value_leaves(recipe.package.version), *value_leaves(recipe.build.string)]
    for view in context.outputs:
        found += value_leaves(view.output.package.version)
        found += value_leaves(view.output.build.string)
    variables = [each.value for each in recipe.context if isinstance(each.value, Text)]
    # An expression has the type that Jinja gives it, and no quotes around it change that.
    found += [each for each in variables if not each.has_expression]
    for text in {each.span: each for each in found}.values():
        if text.span is not None and _is_number(context, text):
            written = recipe.text[text.span.start : text.span.end]
            yield Finding(
                at=context.place(text.span),
                message=f"`{written}` is a number, not a text",
                hint=f'write "{written}"',
                fix=(context.edit(text.span.start, text.span.end, f'"{written}"'),),
            )


def _is_number(context: LintContext, text: Text) -> bool:
    """Whether YAML reads a number; in format 0 what stands in braces is put in before it reads."""
    if text.quoted:
        return False
    is_v0 = context.recipe.format is RecipeFormat.V0
    value = context.expanded(text.value) if is_v0 and text.has_expression else text.value
    return value is not None and FLOAT.match(value) is not None
