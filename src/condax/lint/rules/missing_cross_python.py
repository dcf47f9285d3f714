"""`python` is in `host`, and nothing gives a cross build a Python that can run.

## Why
The Python of `host` is a program of the target: in a cross build it cannot run. `cross-python_…`
puts one into `build` that runs here and answers as the target's would. It needs a `python` beside
it, and every compiled package that the build imports (Cython, NumPy, cffi, pybind11) once more.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
        - cython
      run:
        - python

## Good
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
            - cython
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
        - cython
      run:
        - python

## Fix
Safe: adds the block under its condition, so that a native build stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_python
from condax.lint.edits import requirement_finding
from condax.lint.facts import CROSS, build_copies, cross_python
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.shell import Command
    from condax.lint.view import OutputView


CONFIGURES = ("cmake", "configure", "meson", "pip", "scons", "waf")


@rule("CX201", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Platform-specific outputs that build something with `python`, and have no `cross-python`."""
    for output in context.outputs:
        python = next((e for e in output.find("host", "python") if e.when_crossing), None)
        if python is None or any(each.name.startswith("cross-python") for each in output.build):
            continue
        if not output.is_cross_built or not _builds(context, output):
            continue
        there = {each.name for each in output.build if each.when_crossing}
        copies = [name for name in build_copies() if output.has_when_crossing("host", name)]
        wanted = ("python", cross_python(context.recipe), *copies)
        yield from requirement_finding(
            context,
            python,
            message="a cross build cannot run this `python`",
            specs=tuple(spec for spec in wanted if spec not in there),
            condition=CROSS,
        )


def _builds(context: LintContext, output: OutputView) -> bool:
    """Whether something is compiled or installed, or a script of the output meets its Python."""
    scripts = (each for each in context.scripts if any(output is view for view in each.outputs))
    return (
        output.compiles
        or output.has("host", "pip")
        or any(_meets_python(command) for script in scripts for command in script.commands)
    )


def _meets_python(command: Command) -> bool:
    """Whether it runs the Python, or lets a build system find it."""
    return (
        is_python(command) or "PYTHON" in command.variables or command.name.startswith(CONFIGURES)
    )
