"""A build script asks the build machine what it is.

## Why
`uname -m`, `arch` and `gcc -dumpmachine` answer for the machine that builds. In a cross build that
is not the machine the package is for, and whatever the answer decides is decided wrongly.

## Bad
    # build.sh
    make ARCH=$(uname -m)
    make install PREFIX=$PREFIX

## Good
    # build.sh
    make ARCH=${HOST%%-*}
    make install PREFIX=$PREFIX

## Fix
Safe where `make`, `cmake`, `configure` or the like is told, which build for the target; elsewhere
unsafe, because the script may mean the machine that builds, as it does in `--build=`. Writes
`${HOST%%-*}`, the processor in the target's name, or `${HOST}`, the whole name. It is what
`uname -m` says on most machines, but `powerpc64le` where that says `ppc64le`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import builds, is_cmake_configure, is_configure, is_meson_setup
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

PROCESSOR, WHOLE = "${HOST%%-*}", "${HOST}"
ABOUT_THE_BUILD = ("--build", "-DCMAKE_HOST_")
COMPILERS = frozenset({"gcc", "cc", "g++", "clang"})


@rule("CX310", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Commands whose answer is used, where a cross build may pass."""
    for script in context.cross_scripts:
        for command in script.commands:
            instead = _instead(command) if command.is_substitution else None
            if instead is None:
                continue
            if script.crossing_may_run(command):
                text, fix = script.text[command.start : command.end], _fix(script, command, instead)
                yield Finding(
                    at=script.place(command.start, command.end),
                    message=f"`{text}` answers for the build machine, not for the target",
                    hint=f"use `{instead}` or `$target_platform`",
                    fix=fix,
                    is_unsafe=not _tells_a_build(script, command),
                    no_fix="" if fix else "something is done with the answer first",
                )


def _instead(command: Command) -> str | None:
    values = [word.value for word in command.words]
    if values in (["uname", "-m"], ["uname", "-p"], ["uname", "-i"], ["arch"]):
        return PROCESSOR
    if len(values) > 1 and values[0] in COMPILERS and "-dumpmachine" in values:
        return WHOLE
    return PROCESSOR if values == ["dpkg", "--print-architecture"] else None


def _tells_a_build(script: BuildScript, command: Command) -> bool:
    """Whether the answer is an argument of what builds for the target, and about that."""
    return any(
        each.start < command.start < each.end
        and (builds(each) or is_configure(each) or is_cmake_configure(each) or is_meson_setup(each))
        and not any(
            word.start < command.start < word.end and word.value.startswith(ABOUT_THE_BUILD)
            for word in each.words
        )
        for each in script.commands
    )


def _fix(script: BuildScript, command: Command, instead: str) -> tuple[FileEdit, ...]:
    """The whole `$(…)`, if nothing else is in it."""
    before = re.search(r"(?:\$\(|`)\s*$", script.text[: command.start])
    after = re.match(r"\s*(?:\)|`)", script.text[command.end :])
    if before is None or after is None:
        return ()
    return (script.edit(before.start(), command.end + after.end(), instead),)
