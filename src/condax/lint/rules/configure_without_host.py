"""A `configure` script is not told which machine to build for.

## Why
`configure` learns both machines from `build_alias` and `host_alias`, which the activation of the
compilers exports. A script that empties its environment or unsets them has to pass `--build` and
`--host`: otherwise `configure` guesses the build machine for both.

## Bad
    # build.sh
    unset build_alias host_alias
    autoreconf --force --install
    ./configure --prefix="$PREFIX"
    make install

## Good
    # build.sh
    unset build_alias host_alias
    autoreconf --force --install
    ./configure --build="${BUILD}" --host="${HOST}" --prefix="$PREFIX"
    make install

## Fix
Safe: passes `--build="${BUILD}" --host="${HOST}"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_configure, is_given
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

if TYPE_CHECKING:
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

ALIASES = frozenset({"build_alias", "host_alias"})


@rule("CX303", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Configure runs without the aliases and without `--host`."""
    for script in context.cross_scripts:
        for command in filter(is_configure, script.commands):
            told = is_given(script, command, "--host", "--target") or not command.arguments
            if told or not script.crossing_runs(command) or not _lost_aliases(script, command):
                continue
            program = command.words[0]
            yield Finding(
                at=script.place(command.start, command.end),
                message="`configure` runs without `host_alias` and gets no `--host`",
                hint='pass `--build="${BUILD}" --host="${HOST}"`',
                fix=(
                    script.edit(program.end, program.end, ' --build="${BUILD}" --host="${HOST}"'),
                ),
            )


def _lost_aliases(script: BuildScript, command: Command) -> bool:
    for each in script.named("unset"):
        if each.start < command.start and ALIASES & {word.value for word in each.arguments}:
            return True
    head = script.masked[command.start : command.words[0].start]
    return head.startswith("env ") and any(each in head.split() for each in ("-i", *ALIASES))
