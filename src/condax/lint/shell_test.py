"""What the shell's conditions come out as: `[[ … ]]`, `[ … ]`, `test …`, `case`, and programs."""

from __future__ import annotations

import enum
import fnmatch
import functools
import operator
import re
from typing import TYPE_CHECKING

from condax.lint.shell import unquoted
from condax.lint.variables import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from condax.lint.variables import Values, Variables


class Outcome(enum.IntEnum):
    """How a condition can come out; of several that all have to hold, the least decides."""

    NO = 0
    """In no build."""
    OPEN = 1
    """Either way, and the machine that is built for may decide it."""
    EITHER = 2
    """Either way, and the machine that is built for does not decide it."""
    YES = 3
    """In every build."""

    def negated(self) -> Outcome:
        """How the opposite comes out."""
        return {Outcome.YES: Outcome.NO, Outcome.NO: Outcome.YES}.get(self, self)


def conjunction(outcomes: Iterable[Outcome]) -> Outcome:
    """How all of them together come out."""
    return min(outcomes, default=Outcome.YES)


def disjunction(outcomes: Iterable[Outcome]) -> Outcome:
    """How any of them comes out."""
    return conjunction(each.negated() for each in outcomes).negated()


SUBSTITUTED = r"\$\((?:[^()]|\([^()]*\))*\)"
WORDS = re.compile(
    rf"(?:\"(?:\\.|{SUBSTITUTED}|[^\"\\])*\"|'[^']*'|\$\{{[^}}]*\}}|{SUBSTITUTED}|`[^`]*`|\\."
    r"|[^\s\"'();])+|[();]"
)
ARITHMETIC = re.compile(r"[!\s]*\(\(")
BARE = re.compile(r"(?<![\w${])(?=[A-Za-z_])")
"""Where a variable begins that has no `$`: in `((A > 1))` it needs none."""
ENDS = frozenset({"||", "&&", "-o", "-a", "]]", "]", ")", ";"})
UNARY, COMPARED = 2, 3
NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": operator.eq,
    "-ne": operator.ne,
    "-lt": operator.lt,
    "-le": operator.le,
    "-gt": operator.gt,
    "-ge": operator.ge,
}


def is_test(condition: str) -> bool:
    """Whether a command is one of the shell's tests, and not a program."""
    return condition.lstrip("! (").startswith(("[", "test "))


def case_outcome(value: str, patterns: str, variables: Variables) -> Outcome:
    """How `case value in patterns)` comes out."""
    texts = (each.strip() for each in patterns.split("|"))
    return disjunction(_comparison(value, "=", each, variables) for each in texts)


def outcome_of(condition: str, variables: Variables) -> Outcome:
    """How a condition comes out, and several of them with `&&`, `||` and `!`."""
    if ARITHMETIC.match(condition):
        return _unknown(BARE.sub("$", condition), variables)
    test = _Test(WORDS.findall(condition.replace("\\\n", " ")), variables)
    outcome = test.disjunction()
    return outcome if test.index == len(test.words) else _unknown(condition, variables)


def _judged(values: Values, judge: Callable[[str], bool]) -> Outcome:
    """How a question about a text comes out that can be any of `values`."""
    return _one_of(
        (Outcome.YES if judge(each) else Outcome.NO)
        if isinstance(each, str)
        else (Outcome.OPEN if each is Unknown.MACHINE else Outcome.EITHER)
        for each in values
    )


def _one_of(outcomes: Iterable[Outcome]) -> Outcome:
    found = {*outcomes}
    if len(found) == 1:
        return found.pop()
    return Outcome.OPEN if Outcome.OPEN in found else Outcome.EITHER


class _Test:
    """Position in the words of a condition, and one method for each rule of its grammar."""

    def __init__(self, words: list[str], variables: Variables) -> None:
        self.words = words
        self.variables = variables
        self.index = 0
        self.depth = 0
        """How many tests the position is inside of."""

    def take(self, *texts: str) -> bool:
        if self.index < len(self.words) and self.words[self.index] in texts:
            self.index += 1
            return True
        return False

    def disjunction(self, *, in_test: bool = False) -> Outcome:
        """`A || B`, `[ A -o B ]`; `test A -o B` ends before `||`."""
        found = [self.conjunction(in_test=in_test)]
        while self.take("-o") or (not in_test and self.take("||")):
            found.append(self.conjunction(in_test=in_test))
        return disjunction(found)

    def conjunction(self, *, in_test: bool) -> Outcome:
        found = [self.negation()]
        while self.take("-a") or (not in_test and self.take("&&")):
            found.append(self.negation())
        return conjunction(found)

    def negation(self) -> Outcome:
        if self.take("!"):
            return self.negation().negated()
        if self.take("("):
            value = self.disjunction()
            self.take(";")
            self.take(")")
            return value
        in_test = self.take("test")
        if in_test or self.take("[[", "["):
            self.depth += 1
            value = self.disjunction(in_test=in_test)
            self.depth -= 1
            if not in_test:
                self.take("]]", "]")
            self.take(";")
            return value
        return self.atom()

    def atom(self) -> Outcome:
        operands = []
        while self.index < len(self.words) and self.words[self.index] not in ENDS:
            operands.append(self.words[self.index])
            self.index += 1
        return _atom(operands, self.variables) if self.depth else self.program(operands)

    def program(self, words: list[str]) -> Outcome:
        """`true` and `false`; what other programs say is only known not to be about machines."""
        known = {"true": Outcome.YES, ":": Outcome.YES, "false": Outcome.NO}
        if words and words[0] in known:
            return known[words[0]]
        return _unknown(" ".join(words), self.variables)


def _unknown(text: str, variables: Variables) -> Outcome:
    return Outcome.OPEN if variables.is_about_machines(text) else Outcome.EITHER


def _atom(operands: list[str], variables: Variables) -> Outcome:
    """`-z W`, `-n W`, `-v NAME`, `W == W`, `W =~ W`, `W -lt W` or `W`."""
    if len(operands) == COMPARED:
        left, sign, right = operands
        return _comparison(left, sign, right, variables)
    if len(operands) == UNARY and operands[0] == "-v":
        return _judged(variables.expand(f"${{{operands[1]}}}"), bool)
    if len(operands) == UNARY and operands[0] in {"-z", "-n"}:
        outcome = _judged(variables.expand(unquoted(operands[1])), bool)
        return outcome if operands[0] == "-n" else outcome.negated()
    if len(operands) == 1:
        return _judged(variables.expand(unquoted(operands[0])), bool)
    return _unknown(" ".join(operands), variables)


def _comparison(left: str, sign: str, right: str, variables: Variables) -> Outcome:
    values, others = (variables.expand(unquoted(each)) for each in (left, right))
    known = [each for each in others if isinstance(each, str)]
    judge = _judge_of(sign) if all(_is_readable(each, sign) for each in known) else None
    if judge is None or len(known) < len(others):
        is_open = Unknown.MACHINE in values | others
        return Outcome.OPEN if is_open else _unknown(f"{left} {right}", variables)
    outcome = _one_of(_judged(values, functools.partial(judge, other=each)) for each in known)
    # What is compared with the name of a processor is a machine, whatever its name is.
    is_open = Unknown.SAME in values and variables.is_about_machines(right)
    return Outcome.OPEN if is_open else outcome


def _judge_of(sign: str) -> Callable[..., bool] | None:
    if sign in {"=", "=="}:
        return lambda value, other: fnmatch.fnmatchcase(value, other)
    if sign == "!=":
        return lambda value, other: not fnmatch.fnmatchcase(value, other)
    if sign == "=~":
        return lambda value, other: re.search(other, value) is not None
    compare = NUMBERS.get(sign)
    if compare is None:
        return None
    return lambda value, other: compare(_number(value), _number(other))


def _is_readable(pattern: str, sign: str) -> bool:
    """Whether Python reads a pattern too; it has no `[[:digit:]]`."""
    if "[[" in pattern or sign != "=~":
        return "[[" not in pattern
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _number(text: str) -> int:
    """A text as the shell reads numbers, which takes what is none for 0."""
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else 0
