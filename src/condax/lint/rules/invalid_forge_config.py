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
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint


@rule("CX604", severity=Severity.ERROR)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """What the schema of the file does not allow, and names in `linter.skip` that no rule has."""
    if forge_config is None:
        return
    yield from forge_config.findings("unknown-key", "wrong-value", "duplicate-key", "not-yaml")
    for name in forge_config.unknown_rules:
        start = max(forge_config.text.find(name, forge_config.text.find("skip")), 0)
        yield Finding(
            at=Place(file=forge_config.file, start=start, end=start + len(name)),
            message=f"{name!r} in `linter.skip` is no rule",
            hint="condax rule --list",
        )
