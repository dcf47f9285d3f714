"""CMake is run without `%CMAKE_ARGS%` where Windows is cross-compiled.

## Why
Builds for win-arm64 on win-64 get the processor and the programs of the target in `CMAKE_ARGS`, as
those for other Linux machines do. Only feedstocks that build such a target are looked at.

## Bad
    # recipe.yaml
    build:
      number: 0
    # build.bat
    cmake -G Ninja -S . -B build -DCMAKE_INSTALL_PREFIX=%LIBRARY_PREFIX%
    cmake --build build --target install
    # ../conda-forge.yml
    build_platform:
      win_arm64: win_64
    # ../.ci_support/win_64_.yaml
    c_compiler:
    - vs2022

## Good
    # recipe.yaml
    build:
      number: 0
    # build.bat
    cmake %CMAKE_ARGS% -G Ninja -S . -B build -DCMAKE_INSTALL_PREFIX=%LIBRARY_PREFIX%
    cmake --build build --target install
    # ../conda-forge.yml
    build_platform:
      win_arm64: win_64
    # ../.ci_support/win_64_.yaml
    c_compiler:
    - vs2022

## Fix
Safe: writes `%CMAKE_ARGS%` behind `cmake`, of every run that configures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import CMAKE_MODES
from condax.lint.registry import SAFE, FileEdit, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX322", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Configure runs of scripts that never mention the variable."""
    for name, commands in context.cross_batch_scripts.items():
        if "%cmake_args%" in context.files[name].lower():
            continue
        for command in commands:
            if command.name != "cmake" or not command.words[1:]:
                continue
            if any(word in CMAKE_MODES for word in command.words):
                continue
            end = command.name_end
            yield Finding(
                at=Place(file=name, start=command.start, end=end),
                message="`cmake` does not get `%CMAKE_ARGS%`",
                hint="write `cmake %CMAKE_ARGS% …`",
                fix=(FileEdit(file=name, start=end, end=end, text=" %CMAKE_ARGS%"),),
            )
