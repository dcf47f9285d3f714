"""Open MPI's compilers run in a cross build without `OPAL_PREFIX`.

## Why
`mpicc` of `$BUILD_PREFIX` adds the include and library folders of the installation that it stands
in, which is the build machine's. `OPAL_PREFIX` tells it to use the target's; a script that copies
the wrappers' data from `$PREFIX/share/openmpi` does the same in another way. conda-forge's latest
builds of Open MPI set it when they are activated; older ones and others do not.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: build_platform != host_platform
          then: openmpi
      host:
        - openmpi
    # build.sh
    make CC=mpicc

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: build_platform != host_platform
          then: openmpi
      host:
        - openmpi
    # build.sh
    if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
      export OPAL_PREFIX="${PREFIX}"
    fi
    make CC=mpicc

## Fix
Safe: sets the variable before all that the script does, in the recipe as an item of its own, and
for cross builds only. Where the recipe's first command has a condition that those with MPI have
not, that is left for you.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import (
    is_cmake_configure,
    is_configure,
    is_meson_setup,
)
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.scalars import at_the_top, why_not_at_the_top

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Assignment, Command

WRAPPER = re.compile(r"\bmpi(?:cc|cxx|c\+\+|CC|fort|f77|f90)\b")

TOLD = re.compile(r"\bOPAL_PREFIX=|(?<!\w)PREFIX\}?\"?/share/openmpi/")
COMMENT = re.compile(r"(?<!\S)#.*")
SETTING = """\
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
  export OPAL_PREFIX="${PREFIX}"
fi
"""


@rule("CX314", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Scripts that run, name or find MPI's compilers, and never set the variable."""
    for script in context.cross_scripts:
        uses = any(
            output.compiles
            and any(
                each.when_crossing and (each.name == "openmpi" or each.text.value == "${{ mpi }}")
                for each in output.host
            )
            for output in script.outputs
        )
        if not uses or TOLD.search(COMMENT.sub("", script.masked)):
            continue
        listed = [*_compiling(script), *_finding_mpi(script)]
        if not listed:
            continue
        first, starts = listed[0], [each.start for each in listed]
        yield Finding(
            at=script.place(first.start, first.end),
            message="`OPAL_PREFIX` is not set: `mpicc` compiles for the build machine",
            hint='export OPAL_PREFIX="${PREFIX}" in cross builds',
            fix=at_the_top(script, SETTING, starts),
            no_fix=why_not_at_the_top(script, starts),
        )


def _finding_mpi(script: BuildScript) -> Iterator[Command]:
    """Build systems that find the wrappers themselves, or are told by the recipe's activation."""
    for command in script.commands:
        finds = is_cmake_configure(command) or is_configure(command) or is_meson_setup(command)
        if finds and script.crossing_may_run(command):
            yield command


def _compiling(script: BuildScript) -> Iterator[Command | Assignment]:
    """Commands and assignments with a wrapper, e.g. `make CC=mpicc` and `export CC=mpicc`."""
    for each in script.shell.assignments:
        if WRAPPER.search(each.value) and script.crossing_may_assign(each):
            yield each
    for command in script.commands:
        text = script.masked[command.start : command.end]
        if WRAPPER.search(text) and script.crossing_may_run(command):
            yield command
