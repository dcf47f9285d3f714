"""What a loop goes over: items that the recipe itself lists, some under a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from condax.recipe.convert.unparse import unparse
from condax.recipe.expression import evaluate_expression
from condax.recipe.syntax import (
    Binary,
    Call,
    Choice,
    Comparison,
    DictOf,
    ExpressionError,
    ListOf,
    Literal,
    Name,
    Node,
    Unary,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_TURNS = 1000
Values = dict[str, Node]
"""Loop variables and macro parameters with what they are."""


class LoopItem(NamedTuple):
    """An item of a loop's list, and the condition that it is there under."""

    node: Node
    condition: Node | None = None


LoopItems = tuple[LoopItem, ...]


def loop_items(node: Node) -> LoopItems | None:
    """The items of a list or the keys of a mapping; `None` for what is not in the recipe."""
    if isinstance(node, ListOf):
        return _plain(node.items)
    if isinstance(node, DictOf):
        return tuple(LoopItem(key) for key, _ in node.items)
    if isinstance(node, Choice):
        return _choice(node)
    if isinstance(node, Binary):
        return _sum(node) if node.operator == "+" else _product(node)
    made = constant(node)
    return _plain(map(literal, made[0])) if made and isinstance(made[0], tuple) else None


def _plain(nodes: Iterable[Node]) -> LoopItems:
    return tuple(LoopItem(each) for each in nodes)


def _sum(node: Binary) -> LoopItems | None:
    left, right = loop_items(node.left), loop_items(node.right)
    return None if left is None or right is None else (*left, *right)


def _product(node: Binary) -> LoopItems | None:
    """`condition * [a]`, which is the list where the condition holds and empty elsewhere."""
    for condition, listed in ((node.left, node.right), (node.right, node.left)):
        if node.operator == "*" and isinstance(listed, ListOf):
            return _under(condition, _plain(listed.items))
    return None


def _choice(node: Choice) -> LoopItems | None:
    then = loop_items(node.then)
    otherwise = () if node.otherwise is None else loop_items(node.otherwise)
    if then is None or otherwise is None:
        return None
    return (*_under(node.condition, then), *_under(opposite(node.condition), otherwise))


def opposite(condition: Node) -> Node:
    """The condition that holds where this one does not."""
    if isinstance(condition, Unary) and condition.operator == "not":
        return condition.operand
    if isinstance(condition, Comparison) and len(condition.rest) == 1:
        operator, right = condition.rest[0]
        if operator in OPPOSITES:
            return Comparison(condition.first, ((OPPOSITES[operator], right),))
    return Unary("not", condition)


OPPOSITES = {"==": "!=", "!=": "=="}


def _under(condition: Node, items: LoopItems) -> LoopItems:
    return tuple(
        LoopItem(node, condition if inner is None else Binary("and", condition, inner))
        for node, inner in items
    )


def constant(node: Node) -> tuple[object] | None:
    """The value of a tree in which nothing depends on anything outside, as a tuple of one."""
    if any(isinstance(each, Name) and each.name not in KNOWN for each in walk(node)):
        return None
    try:
        return (evaluate_expression(node, KNOWN),)
    except ExpressionError:
        return None


def _range(*numbers: int) -> tuple[int, ...]:
    made = range(*numbers)
    if len(made) > MAX_TURNS:
        raise ExpressionError("the range is too long")
    return tuple(made)


KNOWN: Mapping[str, object] = {"range": _range}


def literal(value: object) -> Node:
    """The tree of a value that an expression has given."""
    if isinstance(value, tuple):
        return ListOf(tuple(map(literal, value)))
    assert value is None or isinstance(value, str | int | float)
    return Literal(value)


def unpacked(names: list[str], node: Node) -> Values:
    """`for a, b in …`: each name with its part of the item.

    Raises `ExpressionError` for an item without as many parts.
    """
    if len(names) == 1:
        return {names[0]: node}
    if not isinstance(node, ListOf) or len(node.items) != len(names):
        raise ExpressionError(f"{unparse(node)} cannot be unpacked")
    return dict(zip(names, node.items, strict=True))


def loop_variable(number: int, count: int) -> Values:
    """Jinja's `loop` as a mapping of what it says at one turn."""
    said = {
        "index": number + 1,
        "index0": number,
        "first": number == 0,
        "last": number == count - 1,
        "length": count,
    }
    return {"loop": DictOf(tuple((Literal(k), Literal(v)) for k, v in said.items()))}


def chosen(tests: list[Node], node: Node, before: Node | None) -> Node:
    """`node` where the tests hold, else what was before."""
    if isinstance(before, Choice) and tests == [opposite(before.condition)]:
        return Choice(before.condition, before.then, node)
    return Choice(all_of(tests), node, before)


def all_of(tests: list[Node]) -> Node:
    """The condition that holds where all of them do."""
    result = tests[0]
    for each in tests[1:]:
        result = Binary("and", result, each)
    return result


def added_to(node: Node, name: str) -> Node | None:
    """What a definition `name + …` adds to it."""
    if not isinstance(node, Binary) or node.operator != "+":
        return None
    return node.right if isinstance(node.left, Name) and node.left.name == name else None


def is_namespace(node: Node) -> bool:
    """Whether a name is something for loops to write to, of which nothing is left."""
    called = node.function if isinstance(node, Call) else None
    return isinstance(called, Name) and called.name == "namespace"
