"""A pure Python package is built for every platform.

## Why
Nothing in the recipe depends on the platform or compiles anything. As `noarch: python` it is built
once for all platforms and all Pythons, and needs no cross build.

## Bad
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
      host:
        - python
        - pip
        - setuptools
      run:
        - python

## Good
    build:
      number: 0
      noarch: python
    requirements:
      host:
        - python ${{ python_min }}.*
        - pip
        - setuptools
      run:
        - python >=${{ python_min }}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

COMPILED = frozenset(
    {"cython", "numpy", "cffi", "pybind11", "maturin", "setuptools-rust", "nanobind"}
)


@rule("CX226", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Recipes with `pip`, without compilers, conditions and further scripts."""
    for output in context.outputs:
        pip = next(output.find("host", "pip"), None)
        if pip is None or pip.span is None or output.noarch is not None or not output.is_only:
            continue
        compiles = any(entry.call in {"compiler", "cdt"} for entry in output.requirements)
        names = {entry.name for entry in (*output.host, *output.build)}
        script = output.output.build.script
        conditions = any(
            each.conditions and "build_platform" not in each.conditions[-1]
            for each in output.requirements
        )
        busy = compiles or conditions or output.output.build.skip or names & COMPILED
        plain = script is None or len(list(leaves(script.content))) <= 1
        if not busy and plain and context.is_plain_folder:
            yield Finding(
                at=context.place(pip.span),
                message="nothing here depends on the platform",
                hint="set `noarch: python`",
            )
