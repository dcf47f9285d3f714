"""`conda-forge.yml` uses a key that is on its way out.

## Why
Deprecated keys still work, until they do not; each has a successor.

## Bad
    # conda-forge.yml
    test_on_native_only: true

## Good
    # conda-forge.yml
    test: native_and_emulated
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding


@rule("CX605", severity=Severity.WARNING)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Keys and providers that the schema marks as deprecated."""
    if forge_config is not None:
        yield from forge_config.findings("deprecated-key", "deprecated-provider")
