"""A platform is in `build_platform` and in `provider`.

## Why
`build_platform` wins without a word: jobs run where the build platform's provider runs them, and
the `provider` line does nothing. Whoever reads it believes in native builds that there are none of.

## Bad
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
    provider:
      linux_aarch64: default

## Good
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64

## Fix
Safe: removes the `provider` line, which has no effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding


@rule("CX601", severity=Severity.WARNING, fix=SAFE)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Platforms that are in both mappings."""
    if forge_config is not None:
        yield from forge_config.findings("provider-and-build-platform", fix=True)
