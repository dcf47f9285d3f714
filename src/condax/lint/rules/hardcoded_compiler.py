"""A build script names the build machine's compiler.

## Why
`gcc` and `g++` are the compilers of the machine that builds, if it has any. conda's compilers have
the target's name, and activation puts them into `CC`, `CXX` and `FC`.

## Bad
    # build.sh
    make CC=gcc
    make install PREFIX=$PREFIX

## Good
    # build.sh
    make CC="${CC}"
    make install PREFIX=$PREFIX

## Fix
Safe: writes the variable. An assignment `CC=gcc` for the whole script goes.
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
    from condax.lint.shell import Assignment, Command

NAMES = {"CC": "CC", "CXX": "CXX", "FC": "FC", "F77": "FC", "F90": "FC", "LD_CXX": "CXX"}
PROGRAMS = {
    **dict.fromkeys(("gcc", "cc", "clang"), "CC"),
    **dict.fromkeys(("g++", "c++", "clang++"), "CXX"),
    **dict.fromkeys(("gfortran", "f77", "f95"), "FC"),
}
DEFINITION = re.compile(
    r"(?P<head>(?P<name>CC|CXX|FC|F77|F90)=|-DCMAKE_(?P<language>C|CXX|Fortran)_COMPILER(?:\:\w+)?=)"
    r"(?P<program>[\w+]+)$"
)
LANGUAGES = {"C": "CC", "CXX": "CXX", "Fortran": "FC"}


@rule("CX308", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Assignments, definitions and commands with a bare compiler, where a cross build passes."""
    for script in context.cross_scripts:
        if any(name in script.shell.functions for name in PROGRAMS):
            continue
        for assignment in script.shell.assignments:
            if assignment.name in NAMES and assignment.value in PROGRAMS:
                yield from _whole(script, assignment)
        for command in script.commands:
            if script.crossing_runs(command) and not command.is_substitution:
                yield from _in_command(script, command)


def _whole(script: BuildScript, assignment: Assignment) -> Iterator[Finding]:
    """`export CC=gcc` on a line of its own is removed: activation has set the variable."""
    if assignment.guards:
        return
    text = script.text
    start = text.rfind("\n", 0, assignment.start) + 1
    end = text.find("\n", assignment.end) + 1 or len(text)
    alone = text[start : assignment.start].strip() in {"", "export"}
    alone = alone and not text[assignment.end : end].strip() and script.is_file
    yield Finding(
        at=script.place(assignment.start, assignment.end),
        message=f"`{assignment.name}={assignment.value}` is the build machine's compiler",
        hint=f"leave `{assignment.name}` as activation sets it",
        fix=(script.edit(start, end, ""),) if alone else (),
    )


def _in_command(script: BuildScript, command: Command) -> Iterator[Finding]:
    for assignment in command.assignments:
        if assignment.name in NAMES and assignment.value in PROGRAMS:
            yield _named(script, assignment.start, assignment.end, assignment.name)
    for word in command.arguments:
        found = DEFINITION.match(word.value)
        if found and found["program"] in PROGRAMS:
            name = found["name"] or LANGUAGES[found["language"]]
            yield _named(script, word.start, word.end, NAMES[name], head=found["head"])
    if command.words and command.words[0].value in PROGRAMS:
        word = command.words[0]
        variable = PROGRAMS[word.value]
        if any(
            each.value.startswith("-dump") or each.value == "--version" for each in command.words
        ):
            return
        yield Finding(
            at=script.place(word.start, word.end),
            message=f"`{word.value}` is the build machine's compiler",
            hint=f"run `${{{variable}}}`",
            fix=(script.edit(word.start, word.end, f"${{{variable}}}"),),
        )


def _named(script: BuildScript, start: int, end: int, name: str, head: str = "") -> Finding:
    variable = NAMES[name]
    new = f'{head or name + "="}"${{{variable}}}"'
    return Finding(
        at=script.place(start, end),
        message=f"`{script.text[start:end]}` is the build machine's compiler",
        hint=f"write `{new}`",
        fix=(script.edit(start, end, new),),
    )
