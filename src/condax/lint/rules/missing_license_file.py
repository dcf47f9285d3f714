"""The licence text is not packaged.

## Why
Nearly every licence asks that its text goes with the program.

## Bad
    about:
      homepage: https://example.org/
      license: MIT
      summary: An example

## Good
    about:
      homepage: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX405", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """The first output with a licence and without its file."""
    for output in context.outputs:
        about = output.output.about
        if about.license_file or about.license is None or output.output.is_staging:
            continue
        text = next(iter(value_leaves(about.license)))
        if text.span is not None and not text.value.startswith("LicenseRef-Public-Domain"):
            yield Finding(
                at=context.place(text.span),
                message="there is no `license_file`",
                hint="name the file with the licence in `about`",
            )
            return
