"""`conda_build_config.yaml` and `variants.yaml` are both there.

## Why
rattler-build and conda-build each read one of them: builds differ with the tool.

## Bad
    # recipe.yaml
    build:
      number: 0
    # variants.yaml
    openssl:
      - "3"
    # conda_build_config.yaml
    openssl:
      - "3"

## Good
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    openssl:
      - "3"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX607", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Folders with both files."""
    if {"conda_build_config.yaml", "variants.yaml"} <= context.files.keys():
        yield Finding(
            at=context.head,
            message="there are two variant files",
            hint="keep one of them",
        )
