"""A platform is said to be built on itself.

## Why
That is the default. The line reads as if it cross-compiled something.

## Bad
    # conda-forge.yml
    build_platform:
      linux_64: linux_64
      linux_aarch64: linux_64

## Good
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64

## Fix
Safe: removes the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding


@rule("CX602", severity=Severity.WARNING, fix=SAFE)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Platforms that are said to be built on themselves."""
    if forge_config is not None:
        yield from forge_config.findings("redundant-build-platform", fix=True)
