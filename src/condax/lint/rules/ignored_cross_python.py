"""Run-exports of `cross-python` are ignored by hand.

## Why
`cross-python` has none of its own any more for packages that work with every Python: the entry does
nothing.

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
        - python >=${{ python_min }}
      ignore_run_exports:
        from_package:
          - cross-python_${{ host_platform }}

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


@rule("CX227", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Entries of `ignore_run_exports`, of noarch and version-independent outputs."""
    for output in context.outputs:
        independent = output.output.build.python.version_independent is not None
        if output.noarch != "python" and not independent:
            continue
        ignored = output.output.requirements.ignore_run_exports
        for text in (*leaves(ignored.from_package), *leaves(ignored.by_name)):
            if text.value.startswith("cross-python") and text.span is not None:
                yield Finding(
                    at=context.place(text.span),
                    message="`cross-python` has no run-exports to ignore",
                    hint="remove the entry",
                )
