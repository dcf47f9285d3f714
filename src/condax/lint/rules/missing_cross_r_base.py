"""`r-base` is in `host`, and nothing gives a cross build an R that can run.

## Why
The R of `host` is a program of the target. `cross-r-base` puts one into `build` that runs here and
installs for the target; the R packages that are loaded while installing have to be beside it.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - r-base
        - r-rcpp
      run:
        - r-base

## Good
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - cross-r-base ${{ r_base }}.*
            - r-rcpp
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - r-base
        - r-rcpp
      run:
        - r-base

## Fix
Safe: adds the block under its condition. The build script stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import requirement_finding
from condax.lint.facts import CROSS
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX209", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Platform-specific outputs with `r-base` in `host` and no `cross-r-base` in `build`."""
    for output in context.outputs:
        base = next((e for e in output.find("host", "r-base") if e.when_crossing), None)
        if base is None or not output.is_cross_built or output.has("build", "cross-r-base"):
            continue
        if output.name in {"r-base", "cross-r-base"}:
            continue
        packages = [
            each.text.value
            for each in output.host
            if each.name.startswith("r-") and each.name != "r-base" and each.is_unconditional
        ]
        yield from requirement_finding(
            context,
            base,
            message="a cross build cannot run this R",
            specs=("cross-r-base ${{ r_base }}.*", *packages),
            condition=CROSS,
        )
