"""`target_platform` stands where `host_platform` is meant.

## Why
In recipes of format 1 `target_platform` is `noarch` for noarch outputs: a comparison with
`build_platform` then holds in every build, native or not, and `cross-python_noarch` is no package.
`host_platform` is the platform of the host environment, and equals `build_platform` in every native
build. In other outputs the two are the same.

## Bad
    build:
      number: 0
      noarch: generic
    requirements:
      build:
        - if: build_platform != target_platform
          then: zlib

## Good
    build:
      number: 0
      noarch: generic
    requirements:
      build:
        - if: build_platform != host_platform
          then: zlib

## Fix
Safe: writes `host_platform`, which is what a native build takes for the build machine's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, V1, FileEdit, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

COMPARED = re.compile(
    r"\bbuild_platform\s*[!=]=\s*(target_platform)\b|\b(target_platform)\s*[!=]=\s*build_platform\b"
    r"|\bcross-python_\$\{\{\s*(target_platform)\s*\}\}"
)


@rule("CX317", severity=Severity.WARNING, fix=SAFE, formats=(V1,), changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Comparisons with `build_platform`, and the name of `cross-python`, in noarch outputs."""
    recipe = context.recipe
    if "target_platform" not in recipe.text:
        return
    regions = list(_noarch_regions(context))
    for found in COMPARED.finditer(recipe.text):
        line = line_start(recipe.text, found.start())
        is_noarch = any(start <= found.start() < end for start, end in regions)
        if not is_noarch or "#" in recipe.text[line : found.start()]:
            continue
        start, end = found.span(found.lastindex or 0)
        yield Finding(
            at=Place(file=recipe.path, start=start, end=end),
            message="`target_platform` is `noarch` where the package is",
            hint="write `host_platform`",
            fix=(FileEdit(file=recipe.path, start=start, end=end, text="host_platform"),),
        )


def _noarch_regions(context: LintContext) -> Iterator[tuple[int, int]]:
    """Where the text speaks of outputs that are noarch, or can be."""
    for view in context.outputs:
        span = view.output.span
        if view.output.build.noarch is None:
            continue
        if view.is_only:
            yield 0, len(context.recipe.text)
        elif span is not None:
            yield span.start, span.end
