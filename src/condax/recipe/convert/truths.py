"""Which expressions are a boolean, that v1 writes as `true` and Jinja2 as `True`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.grammar import parse_expression
from condax.recipe.names import PLATFORM_NAMES
from condax.recipe.syntax import (
    Binary,
    Call,
    Choice,
    Comparison,
    ExpressionError,
    Literal,
    Name,
    Node,
    Test,
    Unary,
)
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.recipe.model import ContextVariable

QUESTIONS = frozenset({"match", "is_linux", "is_osx", "is_unix", "is_windows"})
PLATFORM_TRUTHS = frozenset(n for n, value in PLATFORM_NAMES.items() if isinstance(value, bool))
WRITTEN = frozenset({"true", "false"})


def truths_among(context: Iterable[ContextVariable]) -> frozenset[str]:
    """Names that are booleans: of platforms, and of variables, which may redefine those."""
    found = set(PLATFORM_TRUTHS)
    for variable in context:
        value = variable.value
        if isinstance(value, Text) and _is_truth_text(value, found):
            found.add(variable.name)
        else:
            found.discard(variable.name)
    return frozenset(found)


def _is_truth_text(text: Text, names: set[str]) -> bool:
    if not text.has_expression:
        return text.value in WRITTEN and not text.quoted
    inner = text.value.removeprefix("${{").removesuffix("}}")
    return inner != text.value and "${{" not in inner and is_truth(inner, names)


def is_sometimes_truth(expression: str, names: Iterable[str]) -> bool:
    """Whether an expression is a choice of which one arm is a boolean and the other is none."""
    try:
        node = parse_expression(expression.strip())
    except ExpressionError:
        return False
    if not isinstance(node, Choice):
        return False
    arms = (node.then, Literal("") if node.otherwise is None else node.otherwise)
    return len({_is_truth(arm, frozenset(names)) for arm in arms}) > 1


def is_truth(expression: str, names: Iterable[str]) -> bool:
    """Whether an expression is a boolean, given the names of those that are."""
    try:
        return _is_truth(parse_expression(expression.strip()), frozenset(names))
    except ExpressionError:
        return False


def _is_truth(node: Node, names: frozenset[str]) -> bool:
    match node:
        case Name():
            return node.name in names
        case Call(function=Name(name=name)):
            return name in QUESTIONS
        case Binary(operator="and" | "or"):
            return _is_truth(node.left, names) and _is_truth(node.right, names)
        case Choice(otherwise=other) if other is not None:
            return _is_truth(node.then, names) and _is_truth(other, names)
    return isinstance(node, Comparison | Test) or _is_constant(node) or _is_negation(node)


def _is_constant(node: Node) -> bool:
    # By its type: to Python 1 equals True.
    return isinstance(node, Literal) and isinstance(node.value, bool)


def _is_negation(node: Node) -> bool:
    return isinstance(node, Unary) and node.operator == "not"
