"""A build script names the build machine's compiler.

## Why
`gcc` and `g++` are the compilers of the machine that builds, if it has any, by whatever path and
in whatever version. conda's compilers have the target's name, and activation puts them into `CC`,
`CXX` and `FC`; so it does with `AR`, `LD`, `NM`, `RANLIB` and `STRIP`.

## Bad
    # build.sh
    make CC=gcc
    make install PREFIX=$PREFIX

## Good
    # build.sh
    make CC="${CC}"
    make install PREFIX=$PREFIX

## Fix
Safe: writes the variable, with the options that stood behind the name. An assignment `CC=gcc` for
the whole script goes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Assignment, Command, Word

NAMES = {
    **{"CC": "CC", "CXX": "CXX", "FC": "FC", "F77": "FC", "F90": "FC", "LD_CXX": "CXX"},
    **{name: name for name in ("AR", "LD", "NM", "RANLIB", "STRIP")},
}
COMPILERS = {
    **dict.fromkeys(("gcc", "cc", "clang"), "CC"),
    **dict.fromkeys(("g++", "c++", "clang++"), "CXX"),
    **dict.fromkeys(("gfortran", "f77", "f95"), "FC"),
}
PROGRAMS = {**COMPILERS, **{name.lower(): name for name in ("AR", "LD", "NM", "RANLIB", "STRIP")}}
WITH_QUOTES = "its options have quotes of their own"
NAMED = (
    r"(?:/usr(?:/local)?/bin/)?"
    rf"(?P<program>{'|'.join(re.escape(each) for each in sorted(PROGRAMS, reverse=True))})"
    r"(?:-\d[\d.]*)?"
)
VALUE = re.compile(rf"{NAMED}(?P<options>(?:\s.*)?)$", re.DOTALL)
FOUND = re.compile(rf"(?:\$\(|`)\s*(?:which|command -v|type -p)\s+{NAMED}\s*[)`]$")
DEFINITION = re.compile(
    rf"(?P<head>(?P<name>{'|'.join(NAMES)})=|-DCMAKE_(?P<language>C|CXX|Fortran)_COMPILER(?:\:\w+)?=)"
)


@rule("CX308", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Assignments, definitions and commands with a bare compiler, where a cross build passes."""
    for script in context.cross_scripts:
        if any(name in script.shell.functions for name in PROGRAMS):
            continue
        for assignment in script.shell.assignments:
            new = _told(assignment.value) if assignment.name in NAMES else None
            if new is not None and script.crossing_assigns(assignment):
                yield _whole(script, assignment, new)
        for command in script.commands:
            found = () if command.is_substitution else tuple(_in_command(script, command))
            if found and script.crossing_runs(command):
                yield from found


def _told(value: str) -> str | None:
    """What to write instead of a program of the build machine; `None` of all else."""
    found = FOUND.match(value)
    if found:
        return f"${{{PROGRAMS[found['program']]}}}"
    found = VALUE.match(value)
    return f"${{{PROGRAMS[found['program']]}}}{found['options']}" if found else None


def _whole(script: BuildScript, assignment: Assignment, new: str) -> Finding:
    """`export CC=gcc` on a line of its own is removed: activation has set the variable."""
    text = script.text
    start = line_start(text, assignment.start)
    end = text.find("\n", assignment.end) + 1 or len(text)
    alone = text[start : assignment.start].strip() in {"", "export"}
    alone = alone and not text[assignment.end : end].strip() and script.is_file
    name = assignment.name
    if new == f"${{{name}}}":
        fix = (script.edit(start, end, ""),) if alone else ()
        hint = f"leave `{name}` as activation sets it"
    else:
        fix = (script.edit(assignment.start, assignment.end, f'{name}="{new}"'),)
        hint = f'write `{name}="{new}"`'
    fix = fix if '"' not in new else ()
    return Finding(
        at=script.place(assignment.start, assignment.end),
        message=f"`{name}={assignment.value}` is the build machine's",
        hint=hint,
        fix=fix,
        no_fix="" if fix else WITH_QUOTES if '"' in new else "it has no line of its own in a file",
    )


def _in_command(script: BuildScript, command: Command) -> Iterator[Finding]:
    for assignment in command.assignments:
        new = _told(assignment.value) if assignment.name in NAMES else None
        if new is not None:
            yield _named(script, assignment, f"{assignment.name}=", new)
    for word in command.arguments:
        found = DEFINITION.match(word.value) if "=" in word.value else None
        new = _told(word.value[found.end() :]) if found else None
        if found and new is not None:
            yield _named(script, word, found["head"], new)
    called = VALUE.fullmatch(command.words[0].value) if command.words else None
    if called and called["program"] in COMPILERS and not called["options"]:
        if any(
            each.value.startswith("-dump") or each.value == "--version" for each in command.words
        ):
            return
        word, variable = command.words[0], COMPILERS[called["program"]]
        yield Finding(
            at=script.place(word.start, word.end),
            message=f"`{word.value}` is the build machine's compiler",
            hint=f"run `${{{variable}}}`",
            fix=(script.edit(word.start, word.end, f"${{{variable}}}"),),
        )


def _named(script: BuildScript, part: Assignment | Word, head: str, new: str) -> Finding:
    whole = f'{head}"{new}"'
    return Finding(
        at=script.place(part.start, part.end),
        message=f"`{script.text[part.start : part.end]}` is the build machine's compiler",
        hint=f"write `{whole}`",
        fix=(script.edit(part.start, part.end, whole),) if '"' not in new else (),
        no_fix=WITH_QUOTES if '"' in new else "",
    )
