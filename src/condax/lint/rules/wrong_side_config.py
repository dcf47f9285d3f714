"""What to compile against is asked of the wrong prefix.

## Why
`$BUILD_PREFIX` holds what runs while building, `$PREFIX` what the package is linked against. A
`pkg-config` that searches `$BUILD_PREFIX` finds libraries of the build machine, and a program of
`$PREFIX` cannot run at all in a cross build. `numpy-config` and `python3-config` are the first in
`PATH`, which are the build machine's where there are any. What stands below `/usr` is no part of
either environment.

## Bad
    # build.sh
    export PKG_CONFIG_PATH=$BUILD_PREFIX/lib/pkgconfig
    make install PREFIX=$PREFIX

## Good
    # build.sh
    export PKG_CONFIG_PATH=$PREFIX/lib/pkgconfig
    make install PREFIX=$PREFIX

## Fix
Safe: names the other prefix. It changes where a native build looks too, which is the point.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Assignment, Word

SEARCHED = frozenset({"PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"})
BUILD_SIDE = re.compile(r"\$(?:BUILD_PREFIX\b|\{BUILD_PREFIX\})")
SYSTEM = re.compile(
    r"(?:(?<=[=:\s])|(?<=[=:\s][\"']))/usr(?:/local)?/(lib|share)(?:64|/[\w-]+)?(?=/pkgconfig)"
)
"""Only where a path begins: below a sysroot or a staging folder it is another `/usr`."""
HOST_TOOL = re.compile(r"\$\{?PREFIX\}?/bin/(pkg-config|pkgconf|cmake|meson|ninja|make)$")
SYSTEM_TOOL = re.compile(r"/usr(?:/local)?/bin/(pkg-config|pkgconf)$")
SPOKEN_OF = re.compile(r"PKG_CONFIG|-config|/bin/(?:pkg|cmake|meson|ninja|make)")
"""Without any of it there is nothing to find."""
CONFIG = re.compile(r"(?:\$\{?BUILD_PREFIX\}?/bin/)?(numpy-config|python3?-config)$")


@rule("CX313", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Search paths below `$BUILD_PREFIX`, tools of `$PREFIX` and `/usr`, `*-config` of `PATH`."""
    for script in context.cross_scripts:
        if not SPOKEN_OF.search(script.masked):
            continue
        if script.mentions("CC_FOR_BUILD", "CXX_FOR_BUILD"):
            # It builds something for the build machine first, against that machine's libraries.
            continue
        assignments = [each for each in script.shell.assignments if script.crossing_assigns(each)]
        crossing = [each for each in script.commands if script.crossing_runs(each)]
        assignments += [each for command in crossing for each in command.assignments]
        for assignment in assignments:
            if assignment.name in SEARCHED:
                yield from _searched(script, assignment)
            elif assignment.name == "PKG_CONFIG" and SYSTEM_TOOL.match(assignment.value):
                yield _system_tool(script, assignment)
        for command in crossing:
            if command.words:
                yield from _tool(script, command.words[0])


def _searched(script: BuildScript, assignment: Assignment) -> Iterator[Finding]:
    text = script.text[assignment.start : assignment.end]
    new = SYSTEM.sub(r"$PREFIX/\1", BUILD_SIDE.sub("$PREFIX", text))
    if new == text or re.search(r"\$\{?PREFIX\b|sysroot", text, re.IGNORECASE):
        return
    yield Finding(
        at=script.place(assignment.start, assignment.end),
        message=f"`{assignment.name}` leads to libraries of the build machine",
        hint=f"write `{new}`",
        fix=(script.edit(assignment.start, assignment.end, new),),
    )


def _system_tool(script: BuildScript, part: Assignment | Word) -> Finding:
    text = script.text[part.start : part.end]
    new = re.sub(r"/usr(?:/local)?/bin/", "", text)
    return Finding(
        at=script.place(part.start, part.end),
        message=f"`{text}` knows the libraries of the machine that builds",
        hint=f"write `{new}`, and require `pkg-config` in `build`",
        fix=(script.edit(part.start, part.end, new),),
    )


def _tool(script: BuildScript, word: Word) -> Iterator[Finding]:
    config, tool = CONFIG.match(word.value), HOST_TOOL.match(word.value)
    if SYSTEM_TOOL.match(word.value):
        yield _system_tool(script, word)
    if config:
        new, why = f"$PREFIX/bin/{config[1]}", "describes the build machine's installation"
    elif tool:
        new = f"$BUILD_PREFIX/bin/{tool[1]}"
        why = "is a program of the target and cannot run in a cross build"
    else:
        return
    text = script.text[word.start : word.end]
    new = new if text == word.value else f'"{new}"'
    yield Finding(
        at=script.place(word.start, word.end),
        message=f"`{text}` {why}",
        hint=f"run `{new}`",
        fix=(script.edit(word.start, word.end, new),),
    )
