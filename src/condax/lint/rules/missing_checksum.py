"""A download has no checksum.

## Why
Without one nobody notices when the file behind the address changes.

## Bad
    source:
      url: https://example.org/example-1.2.3.tar.gz

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


@rule("CX406", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Sources with an address and without `sha256`."""
    for source in leaves(context.recipe.source):
        others = {key for key, _ in source.extra_fields}
        if not source.url or source.sha256 or source.md5 or others & {"sha1"}:
            continue
        text = next(iter(leaves(source.url)))
        if text.span is not None:
            yield Finding(
                at=context.place(text.span),
                message="the download has no checksum",
                hint="add its `sha256`",
            )
