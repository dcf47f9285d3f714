"""The language is in `host` and not in `run`.

## Why
A package built against Python or R needs it where it is used: without the requirement it installs
into environments that have none, or another version.

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
        - setuptools
      run:
        - numpy

## Good
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
        - setuptools
      run:
        - python
        - numpy
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX215", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Recipes with one platform-specific output."""
    for output in context.outputs:
        if not output.is_only or output.noarch is not None:
            continue
        for language in ("python", "r-base"):
            entry = next(output.find("host", language), None)
            if entry is None or entry.span is None or output.has("run", language):
                continue
            yield Finding(
                at=context.place(entry.span),
                message=f"`{language}` is in `host` and not in `run`",
                hint=f"add `{language}` to `run`",
            )
