"""Conditions of v0 in the words of v1, where a name that nothing defines is no `False`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from condax.recipe.convert.defaults import with_defaults
from condax.recipe.convert.expressions import to_v1_expression
from condax.recipe.convert.truths import as_python_text, with_joined_truths
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.names import PLATFORM_NAMES
from condax.recipe.syntax import (
    Binary,
    Comparison,
    Literal,
    Name,
    Node,
    Test,
    Unary,
    with_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.convert.truths import Truths


def to_v1_condition(source: str, truths: Truths, known: frozenset[str]) -> str:
    """The condition in v1, as it is if it says the same there.

    `known` are names that the recipe or its variant file defines.
    Raises `ExpressionError` for what v1 has no words for.
    """
    written = parse_expression(source.strip())
    spoken = with_joined_truths(written, truths, as_python_text)
    source = source if spoken == written else unparse(spoken)
    condition = to_v1_expression(source, decides=True)
    node = parse_expression(condition)
    changed = _with_undefined(with_defaults(node, known))
    return condition if changed == node else unparse(changed)


def _with_undefined(node: Node) -> Node:
    inner = with_parts(node, _with_undefined)
    change = _CHANGES.get(type(inner))
    return inner if change is None else change(inner)


def _test(node: Test) -> Node:
    return _or_undefined(node.value, node) if node.name == "false" else node


def _comparison(node: Comparison) -> Node:
    """`x == false`, which holds where nothing defines `x`, and `x != false`, which does not."""
    match node.rest:
        case ((("==" | "!=") as operator, Literal(value=0) as right),):
            # `False` is 0 to both languages.
            equal = replace(node, rest=(("==", right),))
            found = _or_undefined(node.first, equal)
            if found == equal:
                return node
            return found if operator == "==" else Unary("not", found)
    return node


def _or_undefined(value: Node, condition: Node) -> Node:
    if not isinstance(value, Name) or value.name in PLATFORM_NAMES:
        return condition
    return Binary("or", Test(value, "undefined", ()), condition)


_CHANGES: dict[type, Callable[[Any], Node]] = {
    Comparison: _comparison,
    Test: _test,
}
