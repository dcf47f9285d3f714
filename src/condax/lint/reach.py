"""Whether a command of a build script runs in a cross build that has no emulator.

The conditions around a command are read as far as they are about the machine
(`CONDA_BUILD_CROSS_COMPILATION`, `target_platform`, …). What they say about anything else is open,
and an open condition counts as one that its author knew what it was for.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from typing import TYPE_CHECKING

from condax.lint.conditions import crossings, key_of, native
from condax.lint.shell import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from condax.lint.conditions import Truth
    from condax.lint.shell import Command, Guard, ShellScript

Key = tuple[str, str, str]
"""Subdirs of the build, host and target platform."""
EXPANSION = re.compile(r"\$\{(\w+)(?::?([-+])([^}]*))?\}|\$(\w+)")
WORDS = re.compile(r"(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|\$\{[^}]*\}|\\.|[^\s\"'()])+|[()]")
DONE = ("exit", "return")


def runs_when_crossing(script: ShellScript, command: Command) -> bool:
    """Whether a cross build to some platform surely comes to `command`."""
    return any(_comes_to(script, command, key_of(each)) is True for each in crossings())


def may_run_when_crossing(script: ShellScript, command: Command) -> bool:
    """Whether a cross build to some platform can come to `command`."""
    return any(_comes_to(script, command, key_of(each)) is not False for each in crossings())


def may_run_natively(script: ShellScript, command: Command) -> bool:
    """Whether a build on and for one machine can come to `command`."""
    return _comes_to(script, command, key_of(native())) is not False


def guards_hold_when_crossing(guards: Iterable[Guard]) -> bool:
    """Whether a cross build to some platform surely meets all the conditions."""
    listed = tuple(guards)
    return any(guards_truth(listed, key_of(each)) is True for each in crossings())


@functools.cache
def _variables(key: Key) -> Mapping[str, str]:
    build, host, target = key
    return {
        "CONDA_BUILD_CROSS_COMPILATION": "1" if build != host else "",
        "CROSSCOMPILING_EMULATOR": "",
        "CMAKE_CROSSCOMPILING_EMULATOR": "",
        "build_platform": build,
        "host_platform": host,
        "target_platform": target,
        "ARCH": host.rpartition("-")[2],
        "SUBDIR": host,
    }


def _comes_to(script: ShellScript, command: Command, key: Key) -> Truth:
    for each in script.commands:
        if each.start >= command.start:
            break
        if each.name in DONE and each.function == command.function and not each.is_substitution:
            ended = guards_truth(each.guards, key)
            if ended is True and each.guards:
                return False
    result = guards_truth(command.guards, key)
    if result is False or command.function is None:
        return result
    return _called(script, command.function, key, result)


def _called(script: ShellScript, function: str, key: Key, result: Truth) -> Truth:
    """A function runs where one of its calls does."""
    calls = [
        guards_truth(each.guards, key)
        for each in script.commands
        if each.name == function and each.function != function
    ]
    if True in calls:
        return result
    return None if None in calls else False


def guards_truth(guards: Iterable[Guard], key: Key) -> Truth:
    """Whether all guards let a command run, with the variables of a build on these platforms."""
    result: Truth = True
    for guard in guards:
        value = _guard_truth(guard, key)
        if value is False:
            return False
        if value is None:
            result = None
    return result


@functools.lru_cache(maxsize=4096)
def _guard_truth(guard: Guard, key: Key) -> Truth:
    env = _variables(key)
    if not guard.decides and not is_test(guard.condition):
        # `cd build && make`: the second runs in every build that works.
        return True if guard.holds else None
    value, pattern, rest = guard.condition.partition(" in ")
    if pattern and not is_test(guard.condition) and "(" not in value:
        truth = _matches_any(value, rest, env)
    else:
        truth = test_truth(guard.condition, env)
    return truth if guard.holds or truth is None else not truth


def is_test(condition: str) -> bool:
    """Whether a command is one of the shell's tests, and not a program."""
    return condition.lstrip("! (").startswith(("[", "test "))


def _matches_any(value: str, patterns: str, env: Mapping[str, str]) -> Truth:
    known = _expanded(unquoted(value), env)
    if known is None:
        return None
    return any(fnmatch.fnmatchcase(known, unquoted(each.strip())) for each in patterns.split("|"))


def test_truth(condition: str, env: Mapping[str, str]) -> Truth:
    """The value of `[[ … ]]`, `[ … ]`, `test …` and of several of them with `&&`, `||`, `!`."""
    words = WORDS.findall(condition.replace("\\\n", " "))
    if any("$(" in word or "`" in word for word in words):
        return None
    return _Test(words, env).disjunction()


class _Test:
    """Position in the words of a test, and one method for each rule of its grammar."""

    def __init__(self, words: list[str], env: Mapping[str, str]) -> None:
        self.words = words
        self.env = env
        self.index = 0

    def take(self, *texts: str) -> bool:
        if self.index < len(self.words) and self.words[self.index] in texts:
            self.index += 1
            return True
        return False

    def disjunction(self) -> Truth:
        result = self.conjunction()
        while self.take("||", "-o"):
            other = self.conjunction()
            both = {result, other}
            result = True if True in both else None if None in both else False
        return result

    def conjunction(self) -> Truth:
        result = self.negation()
        while self.take("&&", "-a"):
            other = self.negation()
            both = {result, other}
            result = False if False in both else None if None in both else True
        return result

    def negation(self) -> Truth:
        if self.take("!"):
            value = self.negation()
            return None if value is None else not value
        if self.take("[[", "[", "test", "("):
            value = self.disjunction()
            self.take("]]", "]", ")")
            self.take(";")
            return value
        return self.atom()

    def atom(self) -> Truth:
        """`-z W`, `-n W`, `W == W`, `W != W` or `W`; of anything else nothing is known."""
        operands = []
        while self.index < len(self.words) and self.words[self.index] not in ENDS:
            operands.append(self.words[self.index])
            self.index += 1
        return _atom_truth(operands, self.env)


ENDS = frozenset({"||", "&&", "-o", "-a", "]]", "]", ")"})
UNARY, COMPARED = 2, 3


def _atom_truth(operands: list[str], env: Mapping[str, str]) -> Truth:
    if len(operands) == COMPARED and operands[1] in {"=", "==", "!=", "-eq", "-ne"}:
        left, right = (_expanded(unquoted(operands[i]), env) for i in (0, 2))
        if left is None or right is None:
            return None
        return fnmatch.fnmatchcase(left, right) == (operands[1] not in {"!=", "-ne"})
    value = _expanded(unquoted(operands[-1]), env) if operands else None
    if value is None:
        return None
    if len(operands) == UNARY and operands[0] in {"-z", "-n"}:
        return bool(value) == (operands[0] == "-n")
    return bool(value) if len(operands) == 1 else None


def _expanded(text: str, env: Mapping[str, str]) -> str | None:
    """Text with its variables' values; `None` if one of them is not known."""
    unknown = False

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        name, operator, word = match[1] or match[4], match[2], match[3] or ""
        if name not in env:
            unknown = True
            return ""
        if operator == "-":
            return env[name] or word
        if operator == "+":
            return word if env[name] else ""
        return env[name]

    expanded = EXPANSION.sub(value, text)
    return None if unknown or "${" in expanded else expanded
