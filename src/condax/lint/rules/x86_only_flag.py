"""A compiler flag that only x86 has, for every platform.

## Why
`-msse4.2`, `-mavx2` and `-march=x86-64-v3` are errors for compilers of other machines.

## Bad
    # build.sh
    export CFLAGS="$CFLAGS -mavx2"
    make install PREFIX=$PREFIX

## Good
    # build.sh
    if [[ "${target_platform}" == *-64 ]]; then
      export CFLAGS="$CFLAGS -mavx2"
    fi
    make install PREFIX=$PREFIX

## Fix
Safe: what stands at the end of a variable's value is added to it under the condition. A flag
elsewhere in a value, or among a command's own arguments, is left for you, and so is an assignment
beside others, in a list (`./prep && CFLAGS=…`) or in a condition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_end, line_start
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.scalars import keeps_lines
from condax.lint.shell_place import is_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Assignment

NAMED = (
    r"-m(?:sse[\d.]*|ssse3|avx\w*|fma|bmi2?|aes|pclmul|(?:arch|tune)=(?:x86-64[\w-]*|haswell|"
    r"skylake[\w-]*|nocona|core2|nehalem))(?![\w=-])"
)
FLAG = re.compile(rf"(?<![\w-]){NAMED}")


PASSED_ON = ("FLAGS", "ARGS", "OPTIONS", "OPTS")
"""Endings of the names of variables that compilers and build systems are given."""


IF_X86 = 'if [[ "${target_platform}" == *-64 ]]; then'
STATEMENT = re.compile(r"([ \t]*)(export +)?")
LAST = re.compile(rf"((?: +{NAMED})+)([\"']?)\Z")
"""Flags at the end of a value, and its quote."""
ALL = re.compile(rf"\w+\+?=[\"']?({NAMED}(?: +{NAMED})*)([\"']?)\Z")
"""The same where there is nothing else in it."""
REST = re.compile(r"\s*(?:#.*)?")


@rule("CX319", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Such flags in assignments and commands that a cross build surely comes to."""
    for script in context.cross_scripts:
        if FLAG.search(script.masked) is None:
            continue
        places = [
            (command.start, command.end)
            for command in script.commands
            if script.crossing_runs(command)
        ]
        places += [
            (each.start, each.end)
            for each in script.shell.assignments
            if each.name.endswith(PASSED_ON) and script.crossing_assigns(each)
        ]
        for start, end in sorted(set(places)):
            found = FLAG.search(script.masked, start, end)
            if found:
                fix = _fix(script, found.start())
                yield Finding(
                    at=script.place(*found.span()),
                    message=f"`{found[0]}` is an error for every compiler but x86's",
                    hint="pass it only where `target_platform` ends with `-64`",
                    fix=fix,
                    no_fix="" if fix else "it does not end an assignment in lines of its own",
                )


def _fix(script: BuildScript, offset: int) -> tuple[FileEdit, ...]:
    """Flags at the end of an assignment that is a statement of its own, under the condition."""
    for each in script.shell.assignments:
        if not each.start <= offset < each.end or not keeps_lines(script, offset):
            continue
        text, start = script.text, line_start(script.text, each.start)
        before = STATEMENT.fullmatch(text, start, each.start)
        after = text[each.end : line_end(text, each.end)].rstrip()
        whole = text[each.start : each.end]
        last = ALL.match(whole) or LAST.search(whole)
        if before is None or last is None or REST.fullmatch(after) is None:
            continue
        if FLAG.search(whole, 0, last.start(1)) or not is_statement(script.masked, each):
            continue
        return (_split(script, each, before, last),)
    return ()


def _split(
    script: BuildScript, assignment: Assignment, before: re.Match[str], last: re.Match[str]
) -> FileEdit:
    """All but the flags stays where it is, if there is anything else."""
    whole = script.text[assignment.start : assignment.end]
    name, export, indent = assignment.name, before[2] or "", before[1]
    others = assignment.value.removesuffix(last[1]).strip()
    if others in {"", f"${name}", f"${{{name}}}"} and (others or assignment.appends):
        first, second = "", f"{export}{whole}"
    else:
        first = f"{export}{whole[: last.start(1)]}{last[2]}\n{indent}"
        second = f'{export}{name}="${{{name}}}{last[1]}"' if others else f"{export}{whole}"
    new = f"{first}{IF_X86}\n{indent}  {second}\n{indent}fi"
    return script.edit(before.start(2) if export else assignment.start, assignment.end, new)
