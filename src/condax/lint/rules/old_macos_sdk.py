"""A package for macOS is compiled with an SDK that is older than its oldest system.

## Why
The SDK has the headers of what the system can do. One that is older than `c_stdlib_version` lacks
what every machine has that the package is for.

## Bad
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    MACOSX_SDK_VERSION:
      - "11.0"  # [osx]
    c_stdlib_version:
      - "12.0"  # [osx]

## Good
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    MACOSX_SDK_VERSION:
      - "12.0"  # [osx]
    c_stdlib_version:
      - "12.0"  # [osx]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.macos import as_version, macos_versions
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX614", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Both keys, where a variant file sets both."""
    wanted = [value for _, value in macos_versions(context, "c_stdlib_version")]
    if not wanted:
        return
    newest = max(wanted, key=as_version)
    for place, value in macos_versions(context, "MACOSX_SDK_VERSION"):
        if as_version(value) < as_version(newest):
            yield Finding(
                at=place,
                message=f"the SDK {value} is older than macOS {newest}",
                hint=f'write "{newest}", or a newer one',
            )
