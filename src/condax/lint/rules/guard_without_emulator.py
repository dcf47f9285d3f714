"""Tests are left out of every cross build, also where an emulator could run them.

## Why
With an emulator, `CROSSCOMPILING_EMULATOR` names it, and the kernel starts programs of the target
through it: the tests run, slowly, and say what nothing else does. A guard that only asks whether
the build crosses throws that away.

## Bad
    # build.sh
    make
    if [[ "$CONDA_BUILD_CROSS_COMPILATION" != 1 ]]; then
      make check
    fi

## Good
    # build.sh
    make
    if [[ "$CONDA_BUILD_CROSS_COMPILATION" != 1 || "$CROSSCOMPILING_EMULATOR" != "" ]]; then
      make check
    fi

## Fix
Safe: adds the emulator to the guard.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import runs_tests
from condax.lint.guards import CAN_RUN
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.shell import FILLER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

VARIABLE = r"\"?\$(?:CONDA_BUILD_CROSS_COMPILATION\b|\{CONDA_BUILD_CROSS_COMPILATION(?::?-)?\})\"?"
GUARD = re.compile(rf"\[\[ (?:{VARIABLE} != \"?1\"?|{VARIABLE} ==? \"?0\"?) \]\]")
"""The spellings that conda-forge's bots replace."""
THEN = re.compile(r"\s*;?\s*then\s+")


@rule("CX324", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Guards right before `make check`, `ctest` and the like."""
    for script in context.cross_scripts:
        if "CONDA_BUILD_CROSS_COMPILATION" not in script.masked:
            continue
        for command in script.commands:
            guard = command.guards[-1] if command.guards else None
            if guard is None or not guard.holds or not runs_tests(command):
                continue
            if not GUARD.fullmatch(guard.condition.replace(FILLER, "")):
                continue
            start = script.masked.index(guard.condition, guard.start)
            end = start + len(guard.condition)
            if THEN.fullmatch(script.masked, end, command.line_start):
                yield Finding(
                    at=script.place(start, end),
                    message="the tests are left out although an emulator may be there",
                    hint=f"write `{CAN_RUN}`",
                    fix=(script.edit(start, end, CAN_RUN),),
                )
