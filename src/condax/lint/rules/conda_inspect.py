"""A test runs `conda inspect`.

## Why
`conda inspect linkages` needs conda-build in the test environment and says nothing that the build
does not check itself. In a cross build it inspects with the build machine's tools.

## Bad
    tests:
      - script:
          - test -e $PREFIX/lib/libexample.so
          - conda inspect linkages -p $PREFIX example

## Good
    tests:
      - script:
          - test -e $PREFIX/lib/libexample.so

## Fix
Safe: removes the command, with the `&&` or `;` before or after it, and with an `if` or a look at
the machine (`[[ $(uname) == Linux ]] &&`) that holds nothing else. One that decides something else
is left for you, and so is one that writes what it says into a file. One that a loop, a function or
a group has nothing beside becomes `true`. Where it is all that a test does, or all that one branch
of the recipe's does and the other does more, that is left for you: say what the test should be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import removed
from condax.lint.lines import line_end, line_start
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.shell_place import place_of
from condax.recipe.model import ScriptTest
from condax.recipe.values import Conditional, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command, Guard
    from condax.recipe.values import Item, Text

USED = "the script uses what it says"
MORE = "what the test is to do instead, only you know"
HARMLESS = (":", "echo", "exit", "grep", "true")
INSPECTS = re.compile(r"\s*conda\s+inspect\b(?:(?!&&|;).)*$")
MACHINE = re.compile(r"uname|platform|OSTYPE|ARCH")
IF = re.compile(r"if\b.*\bthen\s*", re.DOTALL)
FI = re.compile(r"\s*;?\s*(?:#[^\n]*\n\s*)?fi\b")
NOTHING = re.compile(r"\s*(?:#.*)?\s*")
OPENED = re.compile(r"(?:^|[\s;&|(){}])(?:do|then|else|\{|\()(?:[\s;&]|#.*\n)*$")
CLOSED = re.compile(r"(?:[\s;&]|#.*(?:\n|$))*(?:(?:done|fi|else|elif)\b|\}|\)|;;)")
WRITES = re.compile(r">(?!\s*/dev/null\b|&\d)")
LAST = re.compile(r"\s*(?:#.*)?|\s*&&.*\s*|[ ]*['\"]?\s*")


@rule("CX501", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Commands of tests, in the recipe and in the files that it runs."""
    if not any("inspect" in text for text in context.files.values()):
        return
    for script in context.test_scripts:
        for command in _inspections(script):
            place = place_of(script.masked, command)
            writes = any(WRITES.search(each) for each in place.redirections)
            is_used = command.is_substitution or writes
            fix = () if is_used else _without(context, script, command)
            yield Finding(
                at=script.place(command.start, command.end),
                message="`conda inspect` belongs to no test",
                hint="remove the command: the build checks linkages itself",
                fix=fix,
                no_fix="" if fix else USED if is_used else MORE,
            )


def _inspections(script: BuildScript) -> Iterator[Command]:
    for command in script.named("conda"):
        if command.arguments and command.arguments[0].value == "inspect":
            yield command


def _without(context: LintContext, script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    begin, stop = _extent(script, command)
    if _is_whole_body(script, begin, stop):
        return (script.edit(begin, stop, "true"),)
    item, items = (None, ()) if script.is_file else _item_at(context, command)
    if item is not None and item.span is not None:
        whole = script.masked[item.span.start : item.span.end]
        if whole.strip() == script.masked[begin:stop].strip():
            gone = not _others(items, item) or _leaves_a_branch(items, item)
            return () if gone else removed(context, item)
    return _removed_from_lines(script, command, begin, stop)


def _removed_from_lines(
    script: BuildScript, command: Command, begin: int, stop: int
) -> tuple[FileEdit, ...]:
    start, end = line_start(script.text, begin), line_end(script.text, stop)
    before, after = script.masked[start:begin], script.masked[stop:end]
    if not before.strip() and NOTHING.fullmatch(after):
        guards = tuple(each for each in command.guards if each.start < begin)
        needed = guards and _is_all_there_is(script, guards, begin, stop)
        return (script.edit(begin, stop, "true") if needed else script.edit(start, end, ""),)
    if (joint := re.search(r"(?:&&|;)\s*$", before)) and LAST.fullmatch(after):
        return (script.edit(start + len(before[: joint.start()].rstrip()), stop, ""),)
    if following := re.match(r"\s*(?:&&|;)\s*(?=\S)", after):
        return (script.edit(begin, stop + following.end(), ""),)
    return ()


def _is_whole_body(script: BuildScript, begin: int, stop: int) -> bool:
    """Whether a loop, a function, a group or a branch would be empty, which is no shell."""
    rest = script.masked
    for each in _inspections(script):
        rest = rest[: each.start] + " " * (each.end - each.start) + rest[each.end :]
    return CLOSED.match(rest, stop) is not None and OPENED.search(rest[:begin]) is not None


def _is_all_there_is(script: BuildScript, guards: tuple[Guard, ...], begin: int, stop: int) -> bool:
    """Whether a branch has nothing but a stretch of the script."""
    return all(
        each.is_substitution or begin <= each.start < stop
        for each in script.commands
        if each.guards[: len(guards)] == guards
    )


def _extent(script: BuildScript, command: Command) -> tuple[int, int]:
    """Where what can go begins and ends: the command, its statement, or the `if` around it."""
    start, end = command.start, command.end
    statement = script.masked[command.line_start : command.line_end]
    if _is_all(script, command.line_start, command.line_end) and (
        "[" not in statement or MACHINE.search(statement)
    ):
        start, end = command.line_start, command.line_end
    for guard in reversed(command.guards):
        head = script.masked[guard.start : start]
        closing = FI.match(script.masked, end)
        if closing is None or not IF.fullmatch(head):
            break
        if _is_all(script, guard.start, closing.end()):
            start, end = guard.start, closing.end()
    return start, end


def _is_all(script: BuildScript, start: int, end: int) -> bool:
    """Whether a stretch of a script does nothing but inspect and say so."""
    return all(
        each.is_substitution or each.name in {*HARMLESS, "conda"}
        for each in script.commands
        if start <= each.start < end
    )


def _others(items: Iterable[Item[Text]], item: Text) -> bool:
    """Whether a test, or a branch of it, does more than one of its items and than inspecting."""
    return any(each is not item and not INSPECTS.match(each.value) for each in leaves(items))


def _leaves_a_branch(items: Iterable[Item[Text]], item: Text) -> bool:
    """Whether one branch of a condition would be empty beside another."""
    for each in items:
        if not isinstance(each, Conditional):
            continue
        for branch, other in ((each.then, each.otherwise), (each.otherwise, each.then)):
            if any(text is item for text in leaves(branch)):
                return bool(other and not _others(branch, item)) or _leaves_a_branch(branch, item)
    return False


def _item_at(context: LintContext, command: Command) -> tuple[Text | None, tuple[Item[Text], ...]]:
    """The entry of a test's list that holds a command, and that list."""
    for output in context.outputs:
        for test in leaves(output.output.tests):
            if isinstance(test, ScriptTest):
                for text in leaves(test.script.content):
                    if text.span and text.span.start <= command.start < text.span.end:
                        return text, test.script.content
    return None, ()
