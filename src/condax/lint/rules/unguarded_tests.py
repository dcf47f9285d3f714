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
Safe: puts the condition around the command, or around several in a row; a native build tests as
before. In a line with other commands, in a script or in the recipe, it is around that command
alone: `make && if …; then make check; fi`, or around the `for` that does nothing else. Of a command
that builds and installs as well (`make all check`) only the tests are left out:
`if …; then make all check; else make all; fi`. In a list of one line (`[make check, make install]`)
it is put in quotes with the command. Here-documents and strings of several lines stay as they are.

Tests under a condition that looks at `CONDA_BUILD_CROSS_COMPILATION` and lets some cross build come
to them need a look: their author knew of cross builds, and may have counted on an emulator that the
kernel knows. So do tests that decide something: `if make check; then` becomes
`if [[ … ]] || make check; then` with the opposite condition, so that tests that cannot run count as
passed, and in `$(make check)` nothing is written. A loop that goes on while tests pass is left out
whole. No fix is offered for one that goes on while it builds and tests with one command, as it
might not end, and for tests in a list whose redirection belongs to all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import goals, is_test_target, runs_tests
from condax.lint.guards import guarded, guarded_goals, in_a_row, is_tolerated, why_unguarded
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

EMULATORS = frozenset({"CROSSCOMPILING_EMULATOR", "CMAKE_CROSSCOMPILING_EMULATOR"})
MEANT = " (its condition lets a cross build come to it: with an emulator, if that was meant)"


@rule("CX305", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Test runs that a cross build surely comes to and that end it when they fail."""
    for script in context.cross_scripts:
        found = [each for each in script.commands if _is_unguarded(script, each)]
        rows = in_a_row(script, [each for each in found if not does_more(each)])
        of_rows = {id(each): row for row in rows for each in row}
        for command in found:
            row = of_rows.get(id(command))
            fix = guarded(script, row) if row else guarded_goals(script, command)
            yield Finding(
                at=script.place(command.start, command.end),
                message=f"`{runs_tests(command)}` also runs in a cross build, where it cannot",
                hint=f"run it only if `CONDA_BUILD_CROSS_COMPILATION` is not 1 or "
                f"`CROSSCOMPILING_EMULATOR` is set{MEANT * _is_meant(command)}",
                fix=fix,
                is_unsafe=command.is_substitution or _is_meant(command),
                no_fix="" if fix else why_unguarded(script, command),
            )


def _is_unguarded(script: BuildScript, command: Command) -> bool:
    if runs_tests(command) is None or command.variables & EMULATORS:
        return False
    return not is_tolerated(script, command) and script.crossing_runs(command)


def _is_meant(command: Command) -> bool:
    """Whether a condition around it tells native and cross builds apart."""
    return any("CONDA_BUILD_CROSS_COMPILATION" in guard.variables for guard in command.guards)


def does_more(command: Command) -> bool:
    """Whether it builds or installs as well, which a guard around it would take away."""
    return any(not is_test_target(word.value) for word in goals(command))
