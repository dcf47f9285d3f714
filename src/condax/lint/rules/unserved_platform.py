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
    test: native_and_emulated

## Good
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
    provider:
      linux_64: default
    test: native_and_emulated

## Fix
Unsafe: what `condax rerender --cross` does for the platform: builds it on the Intel machine of its
system, gives that a provider again if it has none, and has tests run where an emulator can.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import UNSAFE, rule
from condax.platforms import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding


@rule("CX603", severity=Severity.ERROR, fix=UNSAFE)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Targets without a machine, or with a foreign one, and machines that no provider has."""
    if forge_config is None:
        return
    for finding in forge_config.findings("target-without-ci", "no-machine", "foreign-machine"):
        named = forge_config.text[finding.at.start : finding.at.end]
        target = next((row for row in TABLE if row.ci_key == named), None)
        yield replace(finding, fix=forge_config.with_cross(target)) if target else finding
