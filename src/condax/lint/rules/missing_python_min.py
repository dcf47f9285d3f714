"""A noarch Python package does not use `python_min`.

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
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX220", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """`python` in `host` and `run` of noarch Python outputs; only in feedstocks."""
    if context.forge_config is None:
        return
    for output in context.outputs:
        if output.noarch != "python":
            continue
        for section in ("host", "run"):
            for entry in output.find(section, "python"):
                plain = section == "run" and entry.text.value.strip() == "python"
                if "python_min" in entry.text.value or plain or entry.span is None:
                    continue
                wanted = "${{ python_min }}.*" if section == "host" else ">=${{ python_min }}"
                yield Finding(
                    at=context.place(entry.span),
                    message=f"`{entry.text.value}` in `{section}` does not use `python_min`",
                    hint=f"write `python {wanted}`",
                )
