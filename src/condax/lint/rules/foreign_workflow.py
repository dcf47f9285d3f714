"""A feedstock has a workflow of its own.

## Why
conda-forge's CI is lent for building packages, and its workflows hold the keys of the channel.
Other workflows are not allowed in a feedstock, and rerendering old ones leaves some behind.

## Bad
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    c_compiler:
    - gcc
    # ../.github/workflows/nightly.yml
    on: push

## Good
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    c_compiler:
    - gcc
    # ../.github/workflows/conda-build.yml
    on: push
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.folder import WORKFLOWS
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

OURS = f"{WORKFLOWS}conda-build.yml"


@rule("CX611", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Files in `.github/workflows` of a feedstock, but the one that rerendering writes."""
    for name in sorted(context.files):
        if name.startswith(WORKFLOWS) and name != OURS:
            yield Finding(
                at=Place(file=name, start=0, end=1),
                message=f"`{name.rpartition('/')[2]}` is no workflow of conda-forge's",
                hint="remove the file",
            )
