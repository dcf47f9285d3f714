"""A noarch package depends on the platform that it was built on.

## Why
A noarch package is built once, and that build is used everywhere: a condition on the platform is
decided for all users by the machine that built it. A `skip` leaves out builds of which there is
only one.

## Bad
    build:
      number: 0
      noarch: generic
    requirements:
      run:
        - if: win
          then: colorama

## Good
    build:
      number: 0
      noarch: generic
    requirements:
      run:
        - colorama
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import guarded_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.view import OutputView

PLATFORM = re.compile(
    r"\b(?:linux|osx|win|unix|linux64|osx64|win64|win32|aarch64|ppc64le|arm64|x86|x86_64|"
    r"target_platform|host_platform)\b"
)


@rule("CX118", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Conditions on a platform in `host` and `run`, and of `skip`, where all outputs are noarch."""
    if any(each.noarch is None for each in context.outputs):
        # Every platform's job makes the noarch packages too, each with its own requirements.
        return
    for output in context.outputs:
        yield from _skipping(context, output)
        if context.noarch_platforms > 1:
            continue
        for entry in (*output.host, *output.run):
            own = entry.conditions[len(output.output.conditions) :]
            if entry.span is not None and any(PLATFORM.search(each) for each in own):
                yield Finding(
                    at=context.place(entry.span),
                    message=f"`{entry.text.value}` depends on the platform of a noarch package",
                    hint="require it always, use `__win`, `__unix` or `__linux`, or drop `noarch`",
                )


def _skipping(context: LintContext, output: OutputView) -> Iterator[Finding]:
    for text, _ in guarded_leaves(output.output.build.skip):
        if text.span is not None and text.value.lower() not in {"true", "false"}:
            yield Finding(
                at=context.place(text.span),
                message=f"`skip` depends on `{text.value}` in a package that is built once",
                hint="limit it by a requirement such as `__unix` or `python >=3.10`",
            )
