"""shellcheck finds fault with a script.

## Why
A feedstock whose `conda-forge.yml` says `shellcheck: {enabled: true}` wants its scripts checked by
shellcheck. It is run as conda-smithy runs it: every optional check, and no word about variables
that the build sets. Where the program is not installed nothing is checked.

## Bad
    # conda-forge.yml
    shellcheck:
      enabled: true
    # build.sh
    set -e
    make install PREFIX=${PREFIX}

## Good
    # conda-forge.yml
    shellcheck:
      enabled: true
    # build.sh
    #!/bin/bash
    set -e
    make install PREFIX="${PREFIX}"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX321", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Every `.sh` beside the recipe, if the feedstock says so."""
    forge = context.forge_config
    if forge is None or forge.config.file.values.get("shellcheck.enabled") is not True:
        return
    from condax.lint.shellcheck import Failed, shellcheck

    for name in sorted(context.files):
        if not name.endswith(".sh") or "/" in name or not context.files[name]:
            continue
        found = shellcheck(context.files[name], path=context.program_path)
        if isinstance(found, Failed):
            yield Finding(
                at=Place(file=name, start=0, end=1),
                message=f"shellcheck failed: {found.reason}",
                hint=f"run `shellcheck --shell=bash {name}`",
            )
            continue
        for each in found:
            yield Finding(
                at=Place(file=name, start=each.start, end=each.end),
                message=f"SC{each.code}: {each.message}",
                hint=f"correct it, or put `# shellcheck disable=SC{each.code}` above it",
            )
