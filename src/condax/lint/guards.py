"""The guard against cross builds around a command, in scripts and in the recipe's YAML.

A native build does what it did: the same programs run with the same words, and `set -e` ends the
script where it did. In a cross build that cannot run them, tests count as passed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.commands import CMAKE_TARGET, goals, is_test_target
from condax.lint.lines import line_start
from condax.lint.scalars import keeps_lines, style_at
from condax.lint.shell_place import place_of

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


def guarded(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """Edits that put the guard around a command, or around its statement if that has its lines.

    None in a loop that tests end, in backquotes, and in YAML of one line (`[make check]`).
    """
    lines = _lines(script, command)
    if lines is None:
        return _guarded_in_line(script, command)
    start, end = lines
    indent = script.text[line_start(script.text, start) : start]
    body = _indented(script, start, end, indent)
    return (script.edit(start, end, f"{CROSS_GUARD}\n{indent}  {body}\n{indent}fi"),)


def _lines(script: BuildScript, command: Command) -> tuple[int, int] | None:
    """The lines that a statement has to itself, a comment behind it included."""
    text, start, end = script.text, command.line_start, command.line_end
    rest = script.masked[command.end : end]
    if start != command.start or any(each in rest for each in ("&&", "||", ";")):
        return None
    if command.is_substitution or not keeps_lines(script, start):
        return None
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    line_end -= text[:line_end].endswith("\r")
    before, after = text[line_start(text, start) : start], text[end:line_end].strip()
    if before.strip() or (after.strip(" ;") and not after.startswith("#")):
        return None
    return start, line_end


def _guarded_in_line(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """`a && tests` becomes `a && if …; then tests; fi`, which succeeds where there are no tests."""
    place = _place(script, command)
    if place is None:
        return ()
    if place.decides and place.is_condition:
        return _guarded_condition(script, place)
    return _around(script, place, f"{CROSS_GUARD} ", "; fi")


def _place(script: BuildScript, command: Command) -> CommandPlace | None:
    """Where a command stands; `None` where no guard can."""
    place = place_of(script.masked, command)
    if place.in_backquotes or place.is_misread or style_at(script, command.start) is None:
        return None
    ends = place.is_condition and (place.decides, place.is_negated) not in ENDLESS
    return None if place.decides in LOOPS and (place.in_list or not ends) else place


def _guarded_condition(script: BuildScript, place: CommandPlace) -> tuple[FileEdit, ...]:
    """`if tests` becomes `if cannot run || tests`: skipped tests count as passed."""
    before = f"{CAN_RUN} && " if place.is_negated else f"{CANNOT_RUN} || "
    if place.in_list:
        return _around(script, place, f"{{ {before}", "; }")
    return _around(script, place, before, "")


def _around(
    script: BuildScript, place: CommandPlace, before: str, after: str
) -> tuple[FileEdit, ...]:
    edits = [script.edit(place.start, place.start, before)]
    edits += [script.edit(place.end, place.end, after)] if after else []
    return tuple(edits)


def guarded_goals(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """The command with tests among its goals stays, with a twin without them for cross builds.

    Two commands, one for the tests, would do more where the first fails and nothing looks at that.
    """
    text, start, end = script.text, command.start, command.end
    tests = [each for each in goals(command) if is_test_target(each.value)]
    whole, first = (_without(text, command, each) for each in ((), tests))
    is_whole = (command.line_start, command.line_end) == (start, end) and "\n" not in whole
    if is_whole and _lines(script, command) == (start, end):
        indent = text[line_start(text, start) : start]
        lines = (CROSS_GUARD, f"  {whole}", "else", f"  {first}", "fi")
        return (script.edit(start, end, f"\n{indent}".join(lines)),)
    if _place(script, command) is None:
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
