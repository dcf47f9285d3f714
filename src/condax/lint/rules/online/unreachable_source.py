"""A source cannot be downloaded.

## Why
Upstream projects move, and tags are deleted. A recipe whose source is gone only builds where
somebody has it cached. This rule asks every address of the recipe, and only runs with `--online`.

## Bad
    source:
      url: https://example.org/gone-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269

## Good
    source:
      url: https://example.org/example-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.errors import SystemRefusedError
from condax.lint.registry import Finding, rule
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX411", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Sources none of whose addresses answers; what depends on a variant is not asked."""
    for source in leaves(context.recipe.source):
        urls = [(text, context.expanded(text.value)) for text in leaves(source.url)]
        known = [(text, url) for text, url in urls if url is not None]
        reasons = [why for _, url in known if (why := _why_unreachable(context, url))]
        if known and len(reasons) == len(urls) and known[0][0].span is not None:
            yield Finding(
                at=context.place(known[0][0].span),
                message=reasons[0],
                hint="correct the address, or add one that still serves the file",
            )


def _why_unreachable(context: LintContext, url: str) -> str | None:
    try:
        context.network.check(url)
    except SystemRefusedError as error:
        return str(error)
    return None
