"""Conditions of which exactly one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import ExpressionError, Unary

if TYPE_CHECKING:
    from condax.recipe.syntax import Node


def is_opposite(one: str, other: str) -> bool:
    """Whether exactly one of two conditions holds, as far as their text shows."""
    try:
        first, second = parse_expression(one), parse_expression(other)
    except ExpressionError:
        return other == f"not ({one})" or one == f"not ({other})"
    return are_opposite(first, second)


def are_opposite(one: Node, other: Node) -> bool:
    """Whether one of two trees is the other behind a `not`."""
    return Unary("not", one) == other or one == Unary("not", other)
