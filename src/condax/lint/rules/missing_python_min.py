"""A noarch Python package is not built or tested with `python_min`.

## Why
conda-forge raises the oldest supported Python in one place, `python_min`. A package that builds and
tests with it is known to work with the oldest Python it claims.

## Bad
    # conda-forge.yml
    conda_build_tool: rattler-build
    # recipe.yaml
    build:
      number: 0
      noarch: python
    requirements:
      host:
        - python >=3.9
        - pip
        - setuptools
      run:
        - python >=3.9
    tests:
      - python:
          imports:
            - example
          python_version: "*"

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
from condax.lint.registry import Finding, rule
from condax.recipe.model import PythonTest, RecipeFormat, ScriptTest
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.view import OutputView
    from condax.recipe.values import Text

PYTHON = re.compile(r"python(?:\s+(?![\s>!<])|=)").match
"""`python` in one version, not in a range."""
Tests = (PythonTest, ScriptTest)


@rule("CX220", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """`python` in `host` and `run` of noarch Python outputs, and their tests; in feedstocks."""
    if context.forge_config is None:
        return
    for output in context.outputs:
        if output.noarch == "python":
            yield from _required(context, output)
            yield from _tested(context, output)


def _required(context: LintContext, output: OutputView) -> Iterator[Finding]:
    for section, sign in (("host", ""), ("run", ">=")):
        for entry in output.find(section, "python"):
            value, wanted = entry.text.value, f"{sign}${{{{ python_min }}}}{'' if sign else '.*'}"
            is_exact = section == "run" or ">" not in value
            plain = section == "run" and value.strip() == "python"
            if ("python_min" in value and is_exact) or plain or entry.span is None:
                continue
            yield Finding(
                at=context.place(entry.span),
                message=f"`{value}` in `{section}` is not what `python_min` says",
                hint=f"write `python {wanted}`",
            )


def _tested(context: LintContext, output: OutputView) -> Iterator[Finding]:
    """The first test of an output that has tests with Python, none of them with `python_min`."""
    tests = [each for each in leaves(output.output.tests) if isinstance(each, Tests)]
    texts = [text.value for each in tests for text in _pythons(each)]
    if tests and not any("python_min" in each for each in texts) and tests[0].span is not None:
        yield Finding(
            at=context.place(tests[0].span),
            message="no test runs with the oldest Python, `python_min`",
            hint="require `python {{ python_min }}` for the test"
            if context.recipe.format is RecipeFormat.V0
            else "add `${{ python_min }}.*` to `python_version`, or require that `python`",
        )


def _pythons(test: ScriptTest | PythonTest) -> Iterator[Text]:
    listed = test.python_version if isinstance(test, PythonTest) else test.run
    return (text for text in leaves(listed) if isinstance(test, PythonTest) or PYTHON(text.value))
