"""Build scripts as the shell reads them: commands, their words, and the conditions around them.

Parsed by tree-sitter's grammar of bash, which carries on after a mistake: a script that is half
understood gives the commands of its other half. Places are offsets in characters from 0. A word's
`value` is its text without quotes, so that `"${PREFIX}"/lib` is `${PREFIX}/lib`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.lint.reach import Reach
    from condax.lint.variables import Key

VARIABLE = re.compile(r"\$\{?[#!]?([A-Za-z_]\w*)")
QUOTED = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'([^']*)'")
FILLER = "\x7f"
"""Stands for a character of the file that the shell does not see; no part of any value."""
RUNNERS = frozenset({"command", "env", "exec", "nice", "nohup", "sudo", "time", "timeout"})
"""Programs that run the rest of their command line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word of a command, with its place."""

    text: str
    """As written, quotes included."""
    value: str
    start: int
    end: int

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables that it expands."""
        return frozenset(VARIABLE.findall(self.text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """A command only runs where this condition holds, or where it does not."""

    condition: str
    """The condition as written, e.g. `[[ "$CI" == 1 ]]`; of a `case` its patterns."""
    holds: bool
    start: int
    """Where the condition stands; the same for those that run where it does not hold."""
    decides: bool = True
    """It stands in an `if`, a `case` or the like, and not before `&&` or `||`."""
    value: str | None = None
    """Of a `case` what its patterns are compared with."""

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables that the condition looks at."""
        return frozenset(VARIABLE.findall(self.text))

    @property
    def text(self) -> str:
        """All that decides."""
        return self.condition if self.value is None else f"{self.value} in {self.condition}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """`NAME=value`, on its own, exported, or before a command."""

    name: str
    value: str
    """Without quotes."""
    start: int
    end: int
    guards: tuple[Guard, ...] = ()
    exported: bool = False
    appends: bool = False
    """`NAME+=value`."""

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables that the value expands."""
        return frozenset(VARIABLE.findall(self.value))


@dataclass(frozen=True, kw_only=True)
class Command:
    """A simple command: what runs, with which words, under which conditions."""

    words: tuple[Word, ...]
    """The program and its arguments, without runners such as `env` and `time` before it."""
    assignments: tuple[Assignment, ...]
    """What stands before it, e.g. `CC=gcc` in `CC=gcc make`."""
    guards: tuple[Guard, ...]
    """Outermost first."""
    start: int
    """Where its first word, assignment or runner begins."""
    end: int
    line_start: int
    """Where the statement that it is part of begins: the place for a guard around it."""
    line_end: int
    """Where that statement ends, redirections included."""
    function: str | None = None
    """Name of the function whose body it is in."""
    is_substitution: bool = False
    """It stands inside `$(…)` or backquotes, or decides an `if` or a `while`."""

    @cached_property
    def name(self) -> str:
        """File name of the program without its folder, e.g. `configure` of `../configure`."""
        return self.words[0].value.rpartition("/")[2] if self.words else ""

    @property
    def arguments(self) -> tuple[Word, ...]:
        """The words after the program."""
        return self.words[1:]

    @property
    def variables(self) -> frozenset[str]:
        """Names of all variables that its words expand."""
        return frozenset(name for word in self.words for name in word.variables)

    def has_argument(self, *values: str) -> bool:
        """Whether one of the arguments is one of these values."""
        return any(word.value in values for word in self.arguments)

    def argument_with(self, *prefixes: str) -> Word | None:
        """The first argument that starts with one of these."""
        return next((word for word in self.arguments if word.value.startswith(prefixes)), None)


@dataclass(frozen=True, kw_only=True)
class ShellScript:
    """What one script does, in the order of its text."""

    commands: tuple[Command, ...]
    assignments: tuple[Assignment, ...]
    """The ones on their own; those before a command are with the command."""
    functions: tuple[str, ...]
    variables: frozenset[str]
    """Names of everything that the script expands anywhere, here-documents included."""
    verbatim: tuple[tuple[int, int], ...] = ()
    """Strings of several lines and here-documents, whose lines cannot move."""
    is_broken: bool = False
    """Parts of it could not be parsed; rarely, they are right all the same."""

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Command]]:
        """The commands by their names."""
        found: dict[str, list[Command]] = {}
        for each in self.commands:
            found.setdefault(each.name, []).append(each)
        return found

    @cached_property
    def reaches(self) -> dict[Key, Reach]:
        """What builds come to, of those that were asked about: one walk for recipes alike."""
        return {}


def unquoted(text: str) -> str:
    """A word without its quotes and without backslashes before a newline."""
    if not any(mark in text for mark in "\"'\\"):
        return text
    text = text.replace("\\\n", "").replace(FILLER, "")
    return QUOTED.sub(lambda found: found[1] or found[2] or "", text)


def without_runners(
    words: list[Word], guards: tuple[Guard, ...]
) -> tuple[tuple[Assignment, ...], list[Word]]:
    """Assignments and options after `env`, `time` and the like, and the words after them."""
    found: list[Assignment] = []
    while len(words) > 1 and words[0].value in RUNNERS:
        runner, words = words[0].value, words[1:]
        while words and (words[0].value.startswith("-") or "=" in words[0].value):
            name, sign, value = words[0].value.partition("=")
            if sign and not name.startswith("-"):
                start, end = words[0].start, words[0].end
                found.append(
                    Assignment(name=name, value=value, start=start, end=end, guards=guards)
                )
            words = words[1:]
        if runner == "timeout" and len(words) > 1:
            words = words[1:]
    return tuple(found), words
