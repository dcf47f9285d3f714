"""Which expressions are a boolean, that v1 writes as `true` and Jinja2 as `True`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from condax.recipe.grammar import parse_expression
from condax.recipe.names import PLATFORM_NAMES
from condax.recipe.syntax import (
    Binary,
    Call,
    Choice,
    Comparison,
    ExpressionError,
    Filter,
    Literal,
    Name,
    Node,
    Test,
    Unary,
    with_parts,
)
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.recipe.model import ContextVariable

Kinds = frozenset[bool]
"""Whether a value is a boolean: both where that depends on a condition."""
Truths = Mapping[str, Kinds]
"""What names are; one that is not here is no boolean."""

BOOLEAN: Kinds = frozenset({True})
OTHER: Kinds = frozenset({False})
QUESTIONS = frozenset({"match", "is_linux", "is_osx", "is_unix", "is_windows"})
PLATFORM_TRUTHS = frozenset(n for n, value in PLATFORM_NAMES.items() if isinstance(value, bool))
WRITTEN = frozenset({"true", "false"})


def truths_among(context: Iterable[ContextVariable]) -> Truths:
    """What names of platforms are, and variables, which may redefine those."""
    found = dict.fromkeys(PLATFORM_TRUTHS, BOOLEAN)
    for variable in context:
        value = variable.value
        found[variable.name] = _kinds_of_text(value, found) if isinstance(value, Text) else OTHER
    return found


def _kinds_of_text(text: Text, names: Truths) -> Kinds:
    if not text.has_expression:
        return BOOLEAN if text.value in WRITTEN and not text.quoted else OTHER
    inner = text.value.removeprefix("${{").removesuffix("}}")
    return kinds_of(inner, names) if inner != text.value and "${{" not in inner else OTHER


def is_sometimes_truth(expression: str, names: Truths) -> bool:
    """Whether a condition decides if an expression is a boolean."""
    return kinds_of(expression, names) == BOOLEAN | OTHER


def is_truth(expression: str, names: Truths) -> bool:
    """Whether an expression is a boolean, given what names are."""
    return kinds_of(expression, names) == BOOLEAN


def kinds_of(expression: str, names: Truths) -> Kinds:
    """What an expression can be; what is none is no boolean."""
    try:
        return node_kinds(parse_expression(expression.strip()), names)
    except ExpressionError:
        return OTHER


def node_kinds(node: Node, names: Truths) -> Kinds:
    """What the value of a tree can be."""
    match node:
        case Name():
            return names.get(node.name, OTHER)
        case Call(function=Name(name=name)):
            return BOOLEAN if name in QUESTIONS else OTHER
        case Binary(operator="and" | "or"):
            return node_kinds(node.left, names) | node_kinds(node.right, names)
        case Choice(otherwise=other):
            kinds = OTHER if other is None else node_kinds(other, names)
            return kinds | node_kinds(node.then, names)
    is_boolean = isinstance(node, Comparison | Test) or _is_constant(node) or _is_negation(node)
    return BOOLEAN if is_boolean else OTHER


def as_python_text(node: Node, names: Truths) -> Node:
    """An expression that stands in text so that v1 writes its booleans as Python does.

    Raises `ExpressionError` for a name that is only sometimes one.
    """
    if isinstance(node, Choice):
        otherwise = None if node.otherwise is None else as_python_text(node.otherwise, names)
        return Choice(node.condition, as_python_text(node.then, names), otherwise)
    kinds = node_kinds(node, names)
    if kinds == BOOLEAN | OTHER:
        raise ExpressionError("text that is only sometimes a boolean is written in another way")
    if isinstance(node, Literal) and kinds == BOOLEAN:
        return Literal(str(node.value))
    return Choice(node, Literal("True"), Literal("False")) if kinds == BOOLEAN else node


def with_joined_truths(node: Node, names: Truths) -> Node:
    """The tree with what `~` joins and `string` takes as the text that Jinja2 makes of it."""
    made = with_parts(node, lambda part: with_joined_truths(part, names))
    match made:
        case Binary(operator="~"):
            left, right = as_python_text(made.left, names), as_python_text(made.right, names)
            return Binary("~", left, right)
        case Filter(name="string"):
            return Filter(as_python_text(made.value, names), "string", (), ())
    return made


def _is_constant(node: Node) -> bool:
    # By its type: to Python 1 equals True.
    return isinstance(node, Literal) and isinstance(node.value, bool)


def _is_negation(node: Node) -> bool:
    return isinstance(node, Unary) and node.operator == "not"
