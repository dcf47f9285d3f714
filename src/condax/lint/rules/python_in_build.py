"""`python` is in `build` for native builds too, beside the one in `host`.

## Why
Two Pythons are then on the `PATH` of a native build, and packages install into whichever is found
first. The copy in `build` is for cross builds only: it stands under
`build_platform != host_platform`.

## Bad
    requirements:
      build:
        - python
        - cross-python_${{ host_platform }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
      run:
        - python

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
      run:
        - python

## Fix
Safe: puts the entries under the condition. Native builds lose the second Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import conditional_requirement
from condax.lint.facts import CROSS, build_copies
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX205", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Unconditional `python`, `cross-python` and copies, where `host` has `python` as well."""
    for output in context.outputs:
        python = next((e for e in output.find("build", "python") if e.is_unconditional), None)
        if python is None or not output.is_cross_built or not output.has("host", "python"):
            continue
        entries = [
            each
            for each in output.build
            if each.is_unconditional
            and (
                each.name.startswith("cross-python")
                or (each.name in ("python", *build_copies()) and output.has("host", each.name))
            )
        ]
        yield from conditional_requirement(
            context,
            output,
            entries,
            message="`python` is in `build` and in `host` of a native build",
            condition=CROSS,
        )
