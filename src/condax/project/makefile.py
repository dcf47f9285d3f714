"""Makefiles read without running make: variables, rules and what a target leads to.

Both branches of conditionals count, functions are not evaluated; that is enough to see which
variables a caller can set, which targets there are and what they run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?([\w.-]+)\s*(\?|:{0,2}|\+|!)=\s*(.*)$")
RULE = re.compile(r"^([^\s#=:][^=:#]*)(::?)(?!=)\s*([^;]*)(?:;(.*))?$")
CONDITIONALS = ("ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "include", "-include", "vpath")
REFERENCE = re.compile(r"\$[({]([\w.-]+)[)}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """A variable of a makefile."""

    value: str
    line: int
    is_default: bool = False
    """Written `?=`: a value of the environment stays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What a target depends on and runs, all rules for it together."""

    prerequisites: tuple[str, ...]
    recipe: tuple[str, ...]
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Makefile:
    """One makefile."""

    path: str
    variables: Mapping[str, Assignment]
    rules: Mapping[str, Rule]
    default: str = ""
    """The target that `make` alone builds."""

    def expand(self, text: str, depth: int = 4) -> str:
        """Replace references to variables of this file; others stay as written."""
        if depth == 0 or "$" not in text:
            return text

        def value(match: re.Match[str]) -> str:
            assignment = self.variables.get(match[1])
            return match[0] if assignment is None else self.expand(assignment.value, depth - 1)

        return REFERENCE.sub(value, text)

    def closure(self, target: str) -> tuple[str, ...]:
        """`target` and every target of this file that it leads to."""
        plain = {_plain(name): name for name in self.rules}
        found: dict[str, None] = {}
        todo = [target]
        while todo:
            name = plain.get(_plain(todo.pop()), "")
            if name in found or not name:
                continue
            found[name] = None
            words = self.expand(" ".join(self.rules[name].prerequisites)).split()
            todo += words
        return tuple(found)

    def commands(self, target: str) -> str:
        """Every line that the target and what it leads to run."""
        return "\n".join(line for name in self.closure(target) for line in self.rules[name].recipe)


def _plain(name: str) -> str:
    """A target without a suffix such as `$(EXEEXT)` that only some systems have."""
    return re.sub(r"\$[({]\w*[)}]|@\w+@", "", name).removeprefix("./")


def parse_makefile(text: str, path: str = "Makefile") -> Makefile:
    """Read a makefile, `Makefile.am` or `Makefile.in`; lines it cannot read are left out."""
    variables: dict[str, Assignment] = {}
    rules: dict[str, Rule] = {}
    current: tuple[str, ...] = ()
    default = ""
    for number, line in _logical_lines(text):
        if line.startswith("\t"):
            for name in current:
                rule = rules[name]
                rules[name] = Rule(
                    prerequisites=rule.prerequisites,
                    recipe=(*rule.recipe, line.strip()),
                    line=rule.line,
                )
            continue
        stripped = line.split("#", 1)[0].rstrip()
        if not stripped or stripped.split()[0] in CONDITIONALS:
            continue
        if match := ASSIGNMENT.match(stripped):
            _assign(variables, match, number)
            current = ()
        elif match := RULE.match(stripped):
            current = _add_rule(rules, match, number)
            default = default or _first_goal(current)
    return Makefile(path=path, variables=variables, rules=rules, default=default)


def _assign(variables: dict[str, Assignment], match: re.Match[str], number: int) -> None:
    name, operator, value = match.groups()
    before = variables.get(name)
    if operator == "+" and before:
        value = f"{before.value} {value}"
    elif before and before.line != number and operator == "?":
        return
    variables[name] = Assignment(
        value=value.strip(),
        line=before.line if before else number,
        is_default=operator == "?" or bool(before and before.is_default and operator == "+"),
    )


def _add_rule(rules: dict[str, Rule], match: re.Match[str], number: int) -> tuple[str, ...]:
    names = tuple(match[1].split())
    prerequisites = tuple(word for word in match[3].split() if word != "|")
    inline = (match[4].strip(),) if match[4] else ()
    if any("=" in word for word in prerequisites):
        return ()  # a variable of one target
    for name in names:
        before = rules.get(name)
        rules[name] = Rule(
            prerequisites=(*(before.prerequisites if before else ()), *prerequisites),
            recipe=(*(before.recipe if before else ()), *inline),
            line=before.line if before else number,
        )
    return names


def _first_goal(names: tuple[str, ...]) -> str:
    """The name that can be a default goal: not special, not a pattern, not a reference."""
    return next((n for n in names if not n.startswith(".") and "%" not in n and "$" not in n), "")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with continuations joined, with the number of the first."""
    pending, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        start = start if pending else number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        yield start, pending + line
        pending = ""
    if pending:
        yield start, pending


CONDITION = re.compile(r"^if\s.*?^endif", re.MULTILINE | re.DOTALL)


def without_conditions(text: str) -> str:
    """A `Makefile.am` without what only some configurations have."""
    return CONDITION.sub("", text)
