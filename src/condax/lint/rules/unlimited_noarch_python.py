"""A noarch Python package runs with every Python.

## Why
Nothing says from which Python on it works: it is installed for ones that it cannot run with.

## Bad
    build:
      number: 0
      noarch: python
    requirements:
      host:
        - python ${{ python_min }}.*
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX217", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """`python` without a version in `run` of noarch Python outputs."""
    for output in context.outputs:
        if output.noarch != "python":
            continue
        for entry in output.find("run", "python"):
            if entry.text.value.strip() == "python" and entry.span is not None:
                yield Finding(
                    at=context.place(entry.span),
                    message="`python` has no lowest version",
                    hint="write `python >=${{ python_min }}`",
                )
