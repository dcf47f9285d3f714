"""A version-independent package is not audited.

## Why
One build for all Pythons may only use the stable ABI. `abi3audit` looks for symbols that are not in
it, which otherwise fail with a later Python.

## Bad
    # conda-forge.yml
    conda_build_tool: rattler-build
    # recipe.yaml
    build:
      number: 0
      python:
        version_independent: true
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
        - python-abi3
        - pip
        - setuptools
      run:
        - python

## Good
    # conda-forge.yml
    conda_build_tool: rattler-build
    # recipe.yaml
    build:
      number: 0
      python:
        version_independent: true
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
        - python-abi3
        - pip
        - setuptools
      run:
        - python
    tests:
      - requirements:
          run:
            - abi3audit
        script:
          - abi3audit -s -v $SP_DIR/example.abi3.so
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX504", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with `python-abi3` in `host`, in feedstocks that never mention `abi3audit`."""
    if context.forge_config is None:
        return
    if "abi3audit" in context.recipe.text:
        return
    for output in context.outputs:
        entry = next(output.find("host", "python-abi3"), None)
        if entry is not None and entry.span is not None:
            yield Finding(
                at=context.place(entry.span),
                message="nothing checks that only the stable ABI is used",
                hint="run `abi3audit` in a test",
            )
