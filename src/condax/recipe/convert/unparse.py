"""Trees of expressions as text in the spelling of v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    Comparison,
    DictOf,
    Filter,
    ListOf,
    Literal,
    Name,
    Node,
    Slice,
    Subscript,
    Test,
    Unary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LEVELS = {"or": 1, "and": 2, "+": 5, "-": 5, "~": 6, "*": 7, "/": 7, "//": 7, "%": 7, "**": 8}
CHOICE, NOT, COMPARISON, SIGN, FILTER, PRIMARY = 0, 3, 4, 9, 10, 11
CONSTANTS = {"True": "true", "False": "false", "None": "none"}


def unparse(node: Node) -> str:
    """The expression; brackets stand only where the grammar needs them."""
    return _WRITERS[type(node)](node)


def _level(node: Node) -> int:
    if isinstance(node, Choice):
        return CHOICE
    if isinstance(node, Binary):
        return LEVELS[node.operator]
    if isinstance(node, Unary):
        return NOT if node.operator == "not" else SIGN
    if isinstance(node, Comparison):
        return COMPARISON
    return FILTER if isinstance(node, Filter | Test) else PRIMARY


def _within(node: Node, level: int) -> str:
    text = unparse(node)
    return text if _level(node) >= level else f"({text})"


def _literal(node: Literal) -> str:
    if isinstance(node.value, str):
        if '"' in node.value and "'" not in node.value:
            return f"'{node.value}'"
        return '"' + node.value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return CONSTANTS.get(str(node.value), str(node.value))


def _dict(node: DictOf) -> str:
    pairs = (f"{unparse(key)}: {unparse(value)}" for key, value in node.items)
    return "{" + ", ".join(pairs) + "}"


def _comparison(node: Comparison) -> str:
    parts = [_within(node.first, COMPARISON + 1)]
    parts += [f"{operator} {_within(each, COMPARISON + 1)}" for operator, each in node.rest]
    return " ".join(parts)


def _binary(node: Binary) -> str:
    level = LEVELS[node.operator]
    right = level if node.operator in {"and", "or"} else level + 1
    return f"{_within(node.left, level)} {node.operator} {_within(node.right, right)}"


def _unary(node: Unary) -> str:
    if node.operator == "not":
        return f"not {_within(node.operand, NOT)}"
    return f"{node.operator}{_within(node.operand, SIGN)}"


def _choice(node: Choice) -> str:
    text = f"{_within(node.then, CHOICE + 1)} if {_within(node.condition, CHOICE + 1)}"
    return text if node.otherwise is None else f"{text} else {unparse(node.otherwise)}"


def _call(node: Call | Filter) -> str:
    keywords = (f"{name}={unparse(value)}" for name, value in node.keywords)
    return ", ".join([*map(unparse, node.arguments), *keywords])


def _filter(node: Filter) -> str:
    arguments = f"({_call(node)})" if node.arguments or node.keywords else ""
    return f"{_within(node.value, FILTER)} | {node.name}{arguments}"


def _test(node: Test) -> str:
    arguments = f"({', '.join(map(unparse, node.arguments))})" if node.arguments else ""
    return f"{_within(node.value, FILTER)} is {node.name}{arguments}"


def _slice(node: Slice) -> str:
    parts = ["" if part is None else unparse(part) for part in (node.start, node.stop)]
    step = "" if node.step is None else f":{unparse(node.step)}"
    return f"{_within(node.value, PRIMARY)}[{':'.join(parts)}{step}]"


_WRITERS: Mapping[type, Callable[..., str]] = {
    Literal: _literal,
    Name: lambda node: node.name,
    ListOf: lambda node: f"[{', '.join(map(unparse, node.items))}]",
    DictOf: _dict,
    Unary: _unary,
    Binary: _binary,
    Comparison: _comparison,
    Choice: _choice,
    Call: lambda node: f"{_within(node.function, PRIMARY)}({_call(node)})",
    Attribute: lambda node: f"{_within(node.value, PRIMARY)}.{node.name}",
    Subscript: lambda node: f"{_within(node.value, PRIMARY)}[{unparse(node.index)}]",
    Slice: _slice,
    Filter: _filter,
    Test: _test,
}
