"""Conditions of v1's `skip`, which do not hold where they read a variable that is not set."""

from __future__ import annotations

from condax.recipe.convert.environment import EXISTS, GET
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import Binary, Call, ExpressionError, Node, walk


def skipping(condition: str) -> str:
    """The condition, which asks whether a variable is set before it reads it.

    Raises `ExpressionError` where that cannot be said.
    """
    node = parse_expression(condition)
    return unparse(_guarded(node)) if _read(node) else condition


def _read(node: Node) -> list[Node]:
    """Names of the variables that a tree reads without a default."""
    calls = (each for each in walk(node) if isinstance(each, Call) and each.function == GET)
    return [each.arguments[0] for each in calls if not each.keywords]


def _guarded(node: Node) -> Node:
    if not _read(node):
        return node
    match node:
        case Binary(operator="and", left=left, right=right):
            return Binary("and", _guarded(left), _guarded(right))
        case Binary(operator="or", left=left, right=right) if not _read(left):
            return Binary("or", left, _guarded(right))
        case Binary(operator="or", left=Binary(operator="and" | "or")):
            raise ExpressionError("v0 would go on where v1 reads what is not set")
        case Binary(operator="or", left=left, right=right):
            return _after(left, Binary("or", left, _guarded(right)))
    return _after(node, node)


def _after(read: Node, condition: Node) -> Node:
    """The condition, where everything that `read` reads is set."""
    for name in reversed(_read(read)):
        condition = Binary("and", Call(EXISTS, (name,), ()), condition)
    return condition
