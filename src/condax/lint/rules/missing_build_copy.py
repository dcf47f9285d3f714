"""A compiled package that the build imports is only in `host`.

## Why
`cross-python` runs on the build machine and can import pure packages of `host`, but not compiled
ones, which are for the target. Cython, NumPy, cffi and pybind11 have to be in `build` too when
cross-compiling.

## Bad
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
        - cython
      run:
        - python

## Good
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
            - cython
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
        - cython
      run:
        - python

## Fix
Safe: adds the package to `build` for cross builds only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import requirement_finding
from condax.lint.facts import CROSS, build_copies
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX202", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs that have `cross-python`, for each such package of `host`, and for `python`."""
    for output in context.outputs:
        cross = [each for each in output.build if each.name.startswith("cross-python")]
        if not cross or not output.is_cross_built:
            continue
        for name in ("python", *build_copies()):
            entry = next((e for e in output.find("host", name) if e.when_crossing), None)
            if entry is None or output.has_when_crossing("build", name):
                continue
            if context.shares_build(name):
                continue
            yield from requirement_finding(
                context,
                entry,
                message=f"`{name}` is not in `build` when cross-compiling",
                specs=(name,),
                condition=CROSS,
            )
