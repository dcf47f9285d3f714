"""No CI job builds a platform that the file asks for.

## Why
The build platform has no provider, the provider has no machine of that kind, or the machine's
system has no compilers for the target: rerendering drops the platform without a word, or writes
jobs that cannot work.

## Bad
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
    provider:
      linux_64: None

## Good
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
    provider:
      linux_64: default
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding


@rule("CX603", severity=Severity.ERROR)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Targets without a machine, or with a foreign one, and machines that no provider has."""
    if forge_config is not None:
        yield from forge_config.findings("target-without-ci", "no-machine", "foreign-machine")
