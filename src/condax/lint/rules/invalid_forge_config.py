"""`conda-forge.yml` says something that means nothing.

## Why
Unknown keys and values of the wrong kind are dropped, or stop the next rerendering.

## Bad
    # conda-forge.yml
    build_platforms:
      linux_aarch64: linux_64

## Good
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding


@rule("CX604", severity=Severity.ERROR)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """What the schema of the file does not allow."""
    if forge_config is not None:
        yield from forge_config.findings("unknown-key", "wrong-value", "duplicate-key", "not-yaml")
