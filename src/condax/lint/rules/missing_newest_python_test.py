"""A package for all Pythons is tested with one only.

## Why
A noarch or version-independent package is installed for Pythons that were not out when it was
built. A test with the newest one shows what breaks.

## Bad
    # conda-forge.yml
    conda_build_tool: rattler-build
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
          python_version: ${{ python_min }}.*

## Good
    # conda-forge.yml
    conda_build_tool: rattler-build
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
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import V1, Finding, rule
from condax.recipe.model import PythonTest
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

LIMIT = re.compile(r"<(?!=?\s*(?:[4-9]|\d\d))")
"""Below some Python; `<4` is above all that there are."""


@rule("CX503", severity=Severity.WARNING, formats=(V1,))
def check(context: LintContext) -> Iterator[Finding]:
    """Python tests without `*` among their versions; only in feedstocks.

    Where `run` limits Python from above, the newest one is not the package's.
    """
    if context.forge_config is None:
        return
    for output in context.outputs:
        independent = output.output.build.python.version_independent is not None
        is_limited = any(LIMIT.search(each.text.value) for each in output.find("run", "python"))
        if (output.noarch != "python" and not independent) or is_limited:
            continue
        for test in leaves(output.output.tests):
            if not isinstance(test, PythonTest) or test.span is None:
                continue
            versions = {text.value for text in leaves(test.python_version)}
            if "*" not in versions:
                yield Finding(
                    at=context.place(test.span),
                    message="the newest Python is not tested",
                    hint='add "*" to `python_version`',
                )
