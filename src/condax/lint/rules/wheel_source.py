"""The source is a wheel.

## Why
A wheel with compiled files was built elsewhere, for one platform, against libraries that conda does
not know: no cross build can make it into another. A pure one lacks the tests and the documentation.

## Bad
    source:
      url: https://example.org/example-1.2.3-cp312-cp312-linux_x86_64.whl
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269

## Good
    source:
      url: https://example.org/example-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX407", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Addresses that end with `.whl`."""
    for source in leaves(context.recipe.source):
        for text in leaves(source.url):
            if text.span is not None and text.value.endswith(".whl"):
                pure = text.value.endswith("-none-any.whl")
                kind = "a wheel" if pure else "a wheel with compiled files"
                yield Finding(
                    at=context.place(text.span),
                    message=f"the source is {kind}",
                    hint="build from the source distribution",
                )
