"""The guard against cross builds around a command, in scripts and in the recipe's YAML.

A native build does what it did: the same programs run with the same words, and `set -e` ends the
script where it did. In a cross build that cannot run them, tests count as passed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.commands import CMAKE_TARGET, goals, is_test_target
from condax.lint.lines import line_start
from condax.lint.scalars import keeps_lines
from condax.lint.shell_place import loop_around, loop_of, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command, Word
    from condax.lint.shell_place import CommandPlace

CROSS, EMULATOR = '"${CONDA_BUILD_CROSS_COMPILATION:-}"', '"${CROSSCOMPILING_EMULATOR:-}"'
CAN_RUN = f'[[ {CROSS} != "1" || {EMULATOR} != "" ]]'
CANNOT_RUN = f'[[ {CROSS} == "1" && {EMULATOR} == "" ]]'
CROSS_GUARD = f"if {CAN_RUN}; then"
WORD_GOES_ON = re.compile(r"\S\\\r?\n$")
"""The end of a line that the shell joins with the next one into a word."""
GAP = re.compile(r"(?:\s|\\\r?\n)+\Z")
TOLERATED = re.compile(r"[^|&;\n]*\|\|\s*(?:true|:|echo|exit 0)")
LOOPS = ("while", "until")
ENDLESS = (("while", False), ("until", True))
"""Loops, and whether `!` stands before the tests, that go on for as long as these pass."""


def is_tolerated(script: BuildScript, command: Command) -> bool:
    """Whether the script goes on after the command fails (`|| true`)."""
    return TOLERATED.match(script.masked, command.end) is not None


def in_a_row(script: BuildScript, commands: Sequence[Command]) -> Sequence[Sequence[Command]]:
    """Commands by the stretches of lines in which nothing stands but them."""
    rows: list[list[Command]] = []
    for each in commands:
        if rows and _follows(script, rows[-1][-1], each):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _follows(script: BuildScript, first: Command, second: Command) -> bool:
    """Whether two commands have lines to themselves, one right below the other."""
    between = script.text[first.line_end : second.line_start].strip(" \t\r")
    if between != "\n" or first.guards != second.guards:
        return False
    return _lines(script, first) and _lines(script, second)


def guarded(script: BuildScript, row: Sequence[Command]) -> tuple[FileEdit, ...]:
    """Edits that put the guard around a command, or around all that stand in a row of lines.

    Guarded whole are a loop that does nothing else, one that goes on while tests pass, and one that
    looks at more than at them. None where the parser and the shell disagree about what belongs
    together.
    """
    command = row[0]
    if _lines(script, command):
        return _around_lines(script, command.line_start, row[-1].line_end)
    place = place_of(script.masked, command)
    loop = loop_of(script.masked, command)
    if place.decides in LOOPS and _goes_on(place):
        loop = loop_around(script.masked, command)
    elif place.decides and place.is_condition:
        return _guarded_condition(script, place)
    if loop is not None and _has_lines(script, loop.start, loop.end):
        return _around_lines(script, loop.start, loop.end)
    return _around(script, loop or place, f"{CROSS_GUARD} ", "; fi")


def _goes_on(place: CommandPlace) -> bool:
    """Whether a loop might not end if the tests in its condition counted as passed."""
    ends = place.is_condition and (place.decides, place.is_negated) not in ENDLESS
    return place.in_list or not ends


def _lines(script: BuildScript, command: Command) -> bool:
    """Whether a command's statement is that command, and has its lines to itself."""
    start, end = command.line_start, command.line_end
    rest = script.masked[command.end : end]
    if start != command.start or any(each in rest for each in ("&&", "||", ";")):
        return False
    return not command.is_substitution and _has_lines(script, start, end)


def _has_lines(script: BuildScript, start: int, end: int) -> bool:
    """Whether nothing but a comment behind it stands beside a stretch of a script."""
    if not keeps_lines(script, start):
        return False
    line = line_start(script.text, start)
    before, after = script.text[line:start], script.text[end : _line_end(script.text, end)].strip()
    return not before.strip() and (not after.strip(" ;") or after.startswith("#"))


def _line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, before what ends it."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - text[:end].endswith("\r")


def _around_lines(script: BuildScript, start: int, end: int) -> tuple[FileEdit, ...]:
    """The guard on lines of its own, and a comment behind the statement inside of it."""
    end = _line_end(script.text, end)
    indent = script.text[line_start(script.text, start) : start]
    body = _indented(script, start, end, indent)
    return (script.edit(start, end, f"{CROSS_GUARD}\n{indent}  {body}\n{indent}fi"),)


def _guarded_condition(script: BuildScript, place: CommandPlace) -> tuple[FileEdit, ...]:
    """`if tests` becomes `if cannot run || tests`: skipped tests count as passed."""
    before = f"{CAN_RUN} && " if place.is_negated else f"{CANNOT_RUN} || "
    if place.in_list:
        return _around(script, place, f"{{ {before}", "; }")
    return _around(script, place, before, "")


def _around(
    script: BuildScript, place: CommandPlace, before: str, after: str
) -> tuple[FileEdit, ...]:
    """`a && tests` becomes `a && if …; then tests; fi`, which succeeds where there are no tests."""
    if place.is_misread:
        return ()
    unit = script.text[place.start : place.end]
    return (script.edit(place.start, place.end, f"{before}{unit}{after}"),)


def why_unguarded(script: BuildScript, command: Command) -> str:
    """The reason where there are no edits."""
    if place_of(script.masked, command).is_misread:
        return "what its input or output is belongs to more than the tests"
    return "the loop goes on by what it builds and tests in one"


def guarded_goals(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """The command with tests among its goals stays, with a twin without them for cross builds.

    Two commands, one for the tests, would do more where the first fails and nothing looks at that.
    None in the condition of a loop that goes on while all of them pass.
    """
    text, start, end = script.text, command.start, command.end
    tests = [each for each in goals(command) if is_test_target(each.value)]
    whole, first = (_without(text, command, each) for each in ((), tests))
    is_whole = (command.line_start, command.line_end) == (start, end) and "\n" not in whole
    if is_whole and _lines(script, command) and _line_end(text, end) == end:
        indent = text[line_start(text, start) : start]
        lines = (CROSS_GUARD, f"  {whole}", "else", f"  {first}", "fi")
        return (script.edit(start, end, f"\n{indent}".join(lines)),)
    place = place_of(script.masked, command)
    if place.is_misread or (place.decides in LOOPS and _goes_on(place)):
        return ()
    new = f"{CROSS_GUARD} {whole}; else {first}; fi"
    return (script.edit(start, end, new),)


def _without(text: str, command: Command, words: Sequence[Word]) -> str:
    """A command without some of its goals, and without a `--target` that has no other."""
    listed, end = command.words, command.end
    for word in reversed(words):
        index = listed.index(word)
        option, following = listed[index - 1], listed[index + 1 : index + 2]
        is_last = not following or following[0].value.startswith("-")
        begin = option.start if option.value in CMAKE_TARGET and is_last else word.start
        shorter = GAP.sub("", text[:begin]) + text[word.end :]
        end -= len(text) - len(shorter)
        text = shorter
    return text[command.start : end]


def _indented(script: BuildScript, start: int, end: int, indent: str) -> str:
    """Continuation lines move with their statement, except those inside a text or a word."""
    first, *rest = script.text[start:end].splitlines(keepends=True)
    moved, position = [first], start + len(first)
    for line in rest:
        fixed = any(begin < position <= stop for begin, stop in script.shell.verbatim)
        fixed = fixed or (WORD_GOES_ON.search(moved[-1]) is not None and not line[0].isspace())
        moves = line.startswith(indent) and line.strip() and not fixed
        moved.append(f"  {line}" if moves else line)
        position += len(line)
    return "".join(moved)
