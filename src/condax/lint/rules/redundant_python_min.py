"""The recipe sets `python_min`, and to nothing newer than the pinning does.

## Why
`python_min` in a recipe is for projects that need a newer Python than conda-forge's oldest. One
that is not newer does nothing today, and holds the package back from the next rise.

## Bad
    # recipe.yaml
    context:
      python_min: "3.9"
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
    tests:
      - python:
          imports:
            - example
          python_version:
            - ${{ python_min }}.*
            - "*"
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    python_min:
    - '3.10'

## Good
    # recipe.yaml
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
    tests:
      - python:
          imports:
            - example
          python_version:
            - ${{ python_min }}.*
            - "*"
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    python_min:
    - '3.10'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

PINNED = re.compile(r"^python_min:\n-\s*['\"]?(\d+(?:\.\d+)*)", re.MULTILINE)
VERSION = re.compile(r"\d+(?:\.\d+)*$")


@rule("CX229", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """`context` or `{% set %}`, compared with the variants that the feedstock was rendered with."""
    pinned = [_order(v) for text in context.rendered_variants for v in PINNED.findall(text)]
    if not pinned:
        return
    for variable in context.recipe.context:
        own = variable.value
        if variable.name != "python_min" or not isinstance(own, Text) or own.span is None:
            continue
        if VERSION.match(own.value) and _order(own.value) <= max(pinned):
            yield Finding(
                at=context.place(own.span),
                message=f"`python_min` is not newer than the pinning's {_shown(max(pinned))}",
                hint="remove it",
            )


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _shown(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
