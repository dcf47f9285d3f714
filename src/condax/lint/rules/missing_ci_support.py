"""A feedstock has no rendered variants.

## Why
Without a file in `.ci_support` no CI job builds anything: the feedstock was never rendered, or all
of its builds are skipped.

## Bad
    # ../conda-forge.yml
    conda_build_tool: rattler-build

## Good
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    c_compiler:
    - gcc
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX610", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Feedstocks, which have `conda-forge.yml` above the recipe's folder."""
    forge = context.forge_config
    if forge is not None and forge.file.startswith("../") and not context.rendered_variants:
        yield Finding(
            at=Place(file=forge.file, start=0, end=max(len(forge.text.split("\n")[0]), 1)),
            message="there is no `.ci_support/*.yaml`: no job builds anything",
            hint="condax rerender --write",
        )
