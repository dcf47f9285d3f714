"""`feedstock-name` ends with `-feedstock`.

## Why
The suffix is added by the tools: the repository would be called `…-feedstock-feedstock`.

## Bad
    extra:
      recipe-maintainers:
        - someone
      feedstock-name: example-feedstock

## Good
    extra:
      recipe-maintainers:
        - someone
      feedstock-name: example
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX410", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Values with the suffix."""
    value = context.recipe.extra.get("feedstock-name")
    if isinstance(value, Text) and value.span is not None and value.value.endswith("-feedstock"):
        yield Finding(
            at=context.place(value.span),
            message="`-feedstock` is added by the tools",
            hint=f"write `{value.value.removesuffix('-feedstock')}`",
        )
