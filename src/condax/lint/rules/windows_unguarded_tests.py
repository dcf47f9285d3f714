"""Tests run in a Windows script also where their programs cannot.

## Why
The tests that were just built for win-arm64 do not run on win-64. conda-forge's CI says so with
`CONDA_BUILD_SKIP_TESTS`. Only feedstocks that build such a target are looked at.

## Bad
    # recipe.yaml
    build:
      number: 0
    # build.bat
    cmake %CMAKE_ARGS% -G Ninja -S . -B build
    ctest --test-dir build
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
    cmake %CMAKE_ARGS% -G Ninja -S . -B build
    if not "%CONDA_BUILD_SKIP_TESTS%"=="1" (
      ctest --test-dir build
    )
    # ../conda-forge.yml
    build_platform:
      win_arm64: win_64
    # ../.ci_support/win_64_.yaml
    c_compiler:
    - vs2022

## Fix
Safe: puts the command into such a block, if it has its line to itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import MAKE, is_test_target
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, FileEdit, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.batch import BatchCommand
    from condax.lint.context import LintContext

GUARD = 'if not "%CONDA_BUILD_SKIP_TESTS%"=="1" ('
KNOWN = ("CONDA_BUILD_SKIP_TESTS", "CONDA_BUILD_CROSS_COMPILATION", "CROSSCOMPILING_EMULATOR")
MAKES = MAKE | {"nmake", "jom"}


@rule("CX323", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """`ctest` and the test targets of make and ninja, with no condition about crossing around."""
    for name, commands in context.cross_batch_scripts.items():
        for command in commands:
            guarded = any(known in guard for guard in command.guards for known in KNOWN)
            if _tests(command) and not guarded:
                yield Finding(
                    at=Place(file=name, start=command.start, end=command.end),
                    message=f"`{' '.join(command.words[:2])}` also runs where it cannot",
                    hint=f"put it into `{GUARD} … )`",
                    fix=_guarded(name, context.files[name], command),
                    no_fix="it does not stand in a line of its own",
                )


def _tests(command: BatchCommand) -> bool:
    if command.name == "ctest":
        return "-N" not in command.words
    return command.name in MAKES and any(is_test_target(word) for word in command.words[1:])


def _guarded(name: str, text: str, command: BatchCommand) -> tuple[FileEdit, ...]:
    start = line_start(text, command.start)
    indent = text[start : command.start]
    if indent.strip() or not command.is_alone:
        return ()
    newline = "\r\n" if "\r\n" in text else "\n"
    body = text[start : command.end]
    lines = newline.join((f"{indent}{GUARD}", f"  {body}", f"{indent})"))
    return (FileEdit(file=name, start=start, end=command.end, text=lines),)
