"""A variant file asks for a macOS that is too old.

## Why
The compilers and the standard library of conda-forge begin with macOS 11.0. A package cannot be
built for an older one.

## Bad
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    c_stdlib_version:
      - "10.13"  # [osx]

## Good
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    c_stdlib_version:
      - "12.0"  # [osx]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.macos import OLDEST, as_version, macos_versions
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX613", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """`c_stdlib_version` for macOS, of both variant files."""
    for place, value in macos_versions(context, "c_stdlib_version"):
        if as_version(value) < as_version(OLDEST):
            yield Finding(
                at=place,
                message=f"macOS {value} is older than {OLDEST}, the oldest that can be built for",
                hint="remove the line, or ask for a newer one",
            )
