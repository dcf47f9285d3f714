"""A source is fetched from an address that only redirects.

## Why
`pypi.io` was PyPI's short name once, and generated recipes still carry it. It is an alias that may
go any day, and a redirection for every download until then.

## Bad
    source:
      url: https://pypi.io/packages/source/e/example/example-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269

## Good
    source:
      url: https://example.org/example-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269

## Fix
Safe: writes PyPI's name, below which the path is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, Place, rule
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

RETIRED, TODAY = "://pypi.io/", "://pypi.org/"


@rule("CX412", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Addresses of sources; the file is the same, and the recipe's source another text."""
    for source in leaves(context.recipe.source):
        for url in leaves(source.url):
            if url.span is None or RETIRED not in url.value:
                continue
            start = context.recipe.text.find(RETIRED, url.span.start, url.span.end)
            end = start + len(RETIRED)
            fix = (context.edit(start, end, TODAY),) if start >= 0 else ()
            at = Place(file=context.recipe.path, start=start + 3, end=end - 1) if fix else None
            yield Finding(
                at=at or context.place(url.span),
                message="this name of PyPI is retired",
                hint=f"write `{TODAY[3:-1]}`",
                fix=fix,
                no_fix="the recipe has it in another spelling",
            )
