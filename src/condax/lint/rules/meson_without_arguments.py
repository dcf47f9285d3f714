"""Meson is run without `${MESON_ARGS}`.

## Why
The compilers' activation writes a Meson cross file and names it in `MESON_ARGS`, with the prefix,
the library folder and the build type. Without it Meson takes the build machine for the target, or
installs where conda does not look.

## Bad
    # build.sh
    meson setup builddir --prefix=$PREFIX
    ninja -C builddir install

## Good
    # build.sh
    meson setup ${MESON_ARGS} builddir --prefix=$PREFIX
    ninja -C builddir install

## Fix
Safe: puts `${MESON_ARGS}` before the other arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_meson_setup
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX302", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Meson runs of scripts that never mention `MESON_ARGS`."""
    for script in context.cross_scripts:
        if script.mentions("MESON_ARGS"):
            continue
        for command in filter(is_meson_setup, script.commands):
            is_named = command.arguments[0].value == "setup"
            last = command.arguments[0] if is_named else command.words[0]
            if script.crossing_runs(command):
                yield Finding(
                    at=script.place(command.start, last.end),
                    message="`meson` does not get `${MESON_ARGS}`",
                    hint="write `meson setup ${MESON_ARGS} …`",
                    fix=(script.edit(last.end, last.end, " ${MESON_ARGS}"),),
                )
