"""CMake is run without `${CMAKE_ARGS}`.

## Why
The compilers' activation puts everything that CMake needs to know for a cross build into
`CMAKE_ARGS`: the system's name and processor, where to look for libraries and where not to, the
archiver and the other tools. Without it CMake takes the build machine for the target.

## Bad
    # build.sh
    cmake -S . -B build -DCMAKE_INSTALL_PREFIX=$PREFIX
    cmake --build build --target install

## Good
    # build.sh
    cmake ${CMAKE_ARGS} -S . -B build -DCMAKE_INSTALL_PREFIX=$PREFIX
    cmake --build build --target install

## Fix
Safe: puts `${CMAKE_ARGS}` before the other arguments, so that they still override it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_cmake_configure
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX301", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """CMake runs of scripts that never mention `CMAKE_ARGS`."""
    for script in context.cross_scripts:
        if script.mentions("CMAKE_ARGS", "SKBUILD_CMAKE_ARGS"):
            continue
        for command in filter(is_cmake_configure, script.commands):
            # `-U` forgets a value of an earlier run, which has told the rest.
            again = command.argument_with("-U")
            if script.crossing_runs(command) and not again:
                program = command.words[0]
                yield Finding(
                    at=script.place(command.start, program.end),
                    message="`cmake` does not get `${CMAKE_ARGS}`",
                    hint="write `cmake ${CMAKE_ARGS} …`",
                    fix=(script.edit(program.end, program.end, " ${CMAKE_ARGS}"),),
                )
