"""A `# [selector]` in a recipe of format 1.

## Why
Selectors in comments belong to `meta.yaml`. In `recipe.yaml` they are comments: the line counts on
every platform.

## Bad
    requirements:
      host:
        - libudev  # [linux]

## Good
    requirements:
      host:
        - if: linux
          then: libudev
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import V1, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SELECTOR = re.compile(r"#[^\S\n]*\[([^\]\n]+)\](?=\s*$)", re.MULTILINE)
NAMES = re.compile(
    r"\b(?:linux|osx|win|unix|linux64|win64|osx64|aarch64|ppc64le|arm64|x86_64|x86|py\d*|"
    r"(?:build|target|host)_platform)\b"
)


@rule("CX106", severity=Severity.ERROR, formats=(V1,))
def check(context: LintContext) -> Iterator[Finding]:
    """Comments that look like a selector and name a platform or a variant key."""
    text = context.recipe.text
    for found in SELECTOR.finditer(text):
        content = text[line_start(text, found.start()) : found.start()]
        if content.strip() and "#" not in content and NAMES.search(found[1]):
            yield Finding(
                at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
                message=f"`{found[0]}` is only a comment here",
                hint="write `if:` and `then:`",
            )
