"""Tests run while cross-compiling, where their programs cannot run.

## Why
`make check`, `ctest`, `go test` and the like run programs that were just built for another machine.
In a cross build without an emulator they fail with "Exec format error", and the build with them.
The condition lets them run natively and wherever `CROSSCOMPILING_EMULATOR` is set. A condition on
something else (`$(uname) == Linux`, `$PKG_NAME`, `-f file`) holds in cross builds as well.

## Bad
    # build.sh
    make -j${CPU_COUNT}
    make check
    make install

## Good
    # build.sh
    make -j${CPU_COUNT}
    if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != 1 || "${CROSSCOMPILING_EMULATOR:-}" ]]; then
      make check
    fi
    make install

## Fix
Safe: puts the condition around the command; a native build tests as before. In a line with other
commands, in a script or in the recipe, it is around that command alone:
`make && if …; then make check; fi`. Of a command that builds and installs as well
(`make all check`) only the tests are left out: `if …; then make all check; else make all; fi`.
Tests that decide something need a look: `if make check; then` becomes
`if [[ … ]] || make check; then` with the opposite condition, so that tests that cannot run count as
passed, and in `$(make check)` nothing is written. No fix is offered for a loop that would never end
or holds its tests in a list or a group, for backquotes, and for recipes that list commands in one
line (`[make check]`).
Here-documents and strings of several lines stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import goals, is_test_target, runs_tests
from condax.lint.guards import guarded, guarded_goals, is_tolerated
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

EMULATORS = frozenset({"CROSSCOMPILING_EMULATOR", "CMAKE_CROSSCOMPILING_EMULATOR"})


@rule("CX305", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Test runs that a cross build surely comes to and that end it when they fail."""
    for script in context.cross_scripts:
        for command in script.commands:
            tests = runs_tests(command)
            if tests is None or is_tolerated(script, command) or command.variables & EMULATORS:
                continue
            if script.crossing_runs(command):
                yield Finding(
                    at=script.place(command.start, command.end),
                    message=f"`{tests}` also runs in a cross build, where it cannot",
                    hint="run it only if `CONDA_BUILD_CROSS_COMPILATION` is not 1 or "
                    "`CROSSCOMPILING_EMULATOR` is set",
                    fix=_fix(script, command),
                    is_unsafe=command.is_substitution,
                )


def _fix(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    return (guarded_goals if does_more(command) else guarded)(script, command)


def does_more(command: Command) -> bool:
    """Whether it builds or installs as well, which a guard around it would take away."""
    return any(not is_test_target(word.value) for word in goals(command))
