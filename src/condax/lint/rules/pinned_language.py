"""A platform-specific package limits the versions of its language.

## Why
Which Pythons or Rs a package is built for is what the variants say, and each build only runs with
its own. A limit in the requirements fights with both; `skip` leaves versions out.

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
        - python >=3.10
        - pip
        - setuptools
      run:
        - python

## Good
    build:
      number: 0
      skip: match(python, "<3.10")
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
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

LIMIT = re.compile(r"[<>]")


@rule("CX216", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """`<` and `>` of `python` and `r-base` in `host` and `run`."""
    for output in context.outputs:
        python = output.output.build.python
        if output.noarch is not None or python.version_independent is not None:
            continue
        for entry in (*output.host, *output.run):
            if entry.name not in {"python", "r-base"} or entry.span is None:
                continue
            same = [each for each in (*output.host, *output.run) if each.name == entry.name]
            is_aside = entry.conditions and any(not each.conditions for each in same)
            # A limit for one variant beside the plain requirement is there for the solver.
            if LIMIT.search(entry.text.value) and not is_aside:
                yield Finding(
                    at=context.place(entry.span),
                    message=f"`{entry.text.value}` limits what the variants decide",
                    hint=f"require `{entry.name}`, and leave versions out with `skip`",
                )
