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
from condax.lint.guards import CROSS_GUARD
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

VARIABLE = r"\"?\$(?:CONDA_BUILD_CROSS_COMPILATION\b|\{CONDA_BUILD_CROSS_COMPILATION(?::?-)?\})\"?"
GUARD = re.compile(
    rf"[ \t]*(if \[\[ (?:{VARIABLE} != \"?1\"?|{VARIABLE} ==? \"?0\"?) \]\]; then)\s*$"
)
"""The spellings that conda-forge's bots replace."""


@rule("CX324", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Guards on the line above `make check`, `ctest` and the like."""
    for script in context.cross_scripts:
        if "CONDA_BUILD_CROSS_COMPILATION" not in script.masked or not script.is_file:
            continue
        for command in script.commands:
            end = line_start(script.text, command.line_start) - 1
            start = line_start(script.text, max(end, 0))
            found = GUARD.match(script.text[start : max(end, 0)])
            if found and runs_tests(command):
                begin, stop = start + found.start(1), start + found.end(1)
                yield Finding(
                    at=script.place(begin, stop),
                    message="the tests are left out although an emulator may be there",
                    hint=f"write `{CROSS_GUARD}`",
                    fix=(script.edit(begin, stop, CROSS_GUARD),),
                )
