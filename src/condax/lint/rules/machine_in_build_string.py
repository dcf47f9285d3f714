"""A build string asks for the platform, and is answered for the machine that renders it.

## Why
rattler-build evaluates `build.string` with the words of the machine that it runs on: `win`, `unix`,
`aarch64`, `host_platform` and the like say nothing of the platform that the package is for. A cross
build gets the string of another platform. `target_platform` and the variables of `context` are
those of the package.

## Bad
    build:
      number: 0
      string: ${{ "arm" if aarch64 else "intel" }}_${{ hash }}_0

## Good
    context:
      family: ${{ "arm" if aarch64 else "intel" }}
    build:
      number: 0
      string: ${{ family }}_${{ hash }}_0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import V1, Finding, rule
from condax.recipe.names import OF_THE_MACHINE
from condax.recipe.syntax import ExpressionError
from condax.recipe.template import template_variables
from condax.recipe.values import value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX327", severity=Severity.WARNING, formats=(V1,))
def check(context: LintContext) -> Iterator[Finding]:
    """Names of platforms in build strings, unless the context defines them."""
    recipe = context.recipe
    unknown = OF_THE_MACHINE - {variable.name for variable in recipe.context}
    strings = (recipe.build.string, *(view.output.build.string for view in context.outputs))
    texts = {text.span: text for string in strings for text in value_leaves(string)}
    for span, text in texts.items():
        if span is None:
            continue
        for name in sorted(_names(text.value) & unknown):
            yield Finding(
                at=context.place(span),
                message=f"`{name}` is of the machine that renders the build string",
                hint="ask in a variable of `context`, or write `target_platform`",
            )


def _names(template: str) -> frozenset[str]:
    try:
        return template_variables(template)
    except ExpressionError:
        return frozenset()
