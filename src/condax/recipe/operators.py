"""What operators, tests and filters of the expression language do, with limits on what they make.

Values are strings, numbers, booleans, `None`, tuples and mappings. Behaviour is rattler-build's
(minijinja, strict about undefined names); Python's where v0 selectors need more.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from condax.recipe.syntax import ExpressionError

MAX_TEXT = 100_000
"""Longest string or list that an operation may make."""
MAX_BITS = 512

Values = tuple[object, ...]


class Undefined:
    """The value of a name that nothing defines; `name` is empty for an `if` without its `else`."""

    __slots__ = ("name",)

    def __init__(self, name: str = "") -> None:
        """The name is for the message of whoever needs the value."""
        self.name = name


def to_text(value: object) -> str:
    """How a value is written into text: `true`, `1.0`, `["a", "b"]`; nothing for no value."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "[" + ", ".join(_quoted(item) for item in value) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{_quoted(key)}: {_quoted(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    return "" if isinstance(value, Undefined) else WORDS.get(str(value), str(value))


WORDS = {"True": "true", "False": "false", "None": "none"}


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return to_text(value)


def compare(name: str, left: object, right: object, *, mixed: bool = False) -> bool:
    """`left name right` for the operators `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`.

    With `mixed`, values of two kinds have an order too, as in rattler-build: `4 < "3"`.
    """
    if name == "==":
        return left == right
    if name == "!=":
        return left != right
    try:
        if name in MEMBERSHIP:
            return MEMBERSHIP[name](left, right)
        return ORDERINGS[name](left, right)
    except TypeError:
        if mixed and name in ORDERINGS and left.__class__ is not right.__class__:
            return ORDERINGS[name](_rank(left), _rank(right))
        message = f"{kind(left)} and {kind(right)} cannot be compared with {name!r}"
        raise ExpressionError(message) from None


def _is_in(left: object, right: object) -> bool:
    if isinstance(right, str):
        return (left if isinstance(left, str) else to_text(left)) in right
    if isinstance(right, tuple | Mapping):
        return left in right
    raise TypeError


MEMBERSHIP: Mapping[str, Callable[[object, object], bool]] = {
    "in": _is_in,
    "not in": lambda left, right: not _is_in(left, right),
}
ORDERINGS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


KINDS = ("none", "a boolean", "a number", "text", "a list", "a mapping")
"""In rattler-build's order."""


def _rank(value: object) -> int:
    return KINDS.index(kind(value))


def kind(value: object) -> str:
    """What a value is, in the words of a message."""
    names = {str: "text", bool: "a boolean", tuple: "a list", type(None): "none"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else "a mapping")


def arithmetic(name: str, left: object, right: object) -> object:
    """`left name right` for `+ - * / // % **` and `~`."""
    if name == "~":
        return limited(to_text(left) + to_text(right))
    if name == "+" and isinstance(left, str | tuple) and type(left) is type(right):
        return limited(left + right)  # type: ignore[operator]
    if name == "*" and isinstance(left, str) and isinstance(right, int):
        if len(left) * right > MAX_TEXT:
            raise ExpressionError("the text becomes too long")
        return left * right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _calculate(name, left, right)
    raise ExpressionError(f"{name!r} does not apply to {kind(left)} and {kind(right)}")


def _calculate(name: str, left: float, right: float) -> float:
    if name == "**" and (abs(right) > MAX_BITS or abs(left) > 2**32):
        raise ExpressionError("the number becomes too large")
    try:
        value: float = CALCULATIONS[name](left, right)
    except ZeroDivisionError:
        raise ExpressionError("a number is divided by zero") from None
    except OverflowError:
        raise ExpressionError("the number becomes too large") from None
    if isinstance(value, complex) or (isinstance(value, int) and value.bit_length() > MAX_BITS):
        raise ExpressionError("the number becomes too large")
    return value


CALCULATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


def limited(value: object) -> object:
    """The value itself; raises `ExpressionError` for one that grew beyond `MAX_TEXT`."""
    if isinstance(value, str | tuple) and len(value) > MAX_TEXT:
        raise ExpressionError("the text becomes too long")
    return value


def is_number(value: object) -> bool:
    """Whether it is a number and not a boolean."""
    return isinstance(value, int | float) and not isinstance(value, bool)


TESTS: Mapping[str, Callable[[object, Values], bool]] = {
    "defined": lambda value, _: not isinstance(value, Undefined),
    "undefined": lambda value, _: isinstance(value, Undefined),
    "none": lambda value, _: value is None,
    "None": lambda value, _: value is None,
    "true": lambda value, _: value is True,
    "True": lambda value, _: value is True,
    "false": lambda value, _: value is False,
    "False": lambda value, _: value is False,
    "boolean": lambda value, _: isinstance(value, bool),
    "string": lambda value, _: isinstance(value, str),
    "number": lambda value, _: is_number(value),
    "integer": lambda value, _: is_number(value) and isinstance(value, int),
    "int": lambda value, _: is_number(value) and isinstance(value, int),
    "float": lambda value, _: isinstance(value, float),
    "sequence": lambda value, _: isinstance(value, tuple),
    "odd": lambda value, _: isinstance(value, int) and value % 2 == 1,
    "even": lambda value, _: isinstance(value, int) and value % 2 == 0,
    "startingwith": lambda value, given: to_text(value).startswith(to_text(given[0])),
    "endingwith": lambda value, given: to_text(value).endswith(to_text(given[0])),
    "in": lambda value, given: compare("in", value, given[0]),
    "eq": lambda value, given: value == given[0],
    "ne": lambda value, given: value != given[0],
    "lt": lambda value, given: compare("<", value, given[0]),
    "le": lambda value, given: compare("<=", value, given[0]),
    "gt": lambda value, given: compare(">", value, given[0]),
    "ge": lambda value, given: compare(">=", value, given[0]),
}
