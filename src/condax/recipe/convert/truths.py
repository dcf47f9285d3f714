"""Which expressions are a boolean, that v1 writes as `true` and Jinja2 as `True`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from condax.recipe.convert.environment import missing_as_text
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.names import PLATFORM_NAMES
from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    Comparison,
    ExpressionError,
    Filter,
    ListOf,
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
    from condax.recipe.values import Data


class Kind(Enum):
    """What is written in another way by the two formats, and what is not."""

    TRUTH = "boolean"
    NOTHING = "none"
    LIST = "list of such"
    OTHER = "other"


Kinds = frozenset[Kind]
"""What a value is: several where a condition decides."""
Truths = Mapping[str, Kinds]
"""What names are; one that is not here is something else."""

BOOLEAN: Kinds = frozenset({Kind.TRUTH})
NONE: Kinds = frozenset({Kind.NOTHING})
OTHER: Kinds = frozenset({Kind.OTHER})
LISTED: Kinds = frozenset({Kind.LIST})
QUESTIONS = frozenset(
    {
        *("match", "is_linux", "is_osx", "is_unix", "is_windows", "exists"),
        *("startswith", "endswith", "isdigit", "isalpha", "isalnum", "isdecimal", "isnumeric"),
    }
)
"""Functions and methods that give a boolean."""
PLATFORM_TRUTHS = frozenset(n for n, value in PLATFORM_NAMES.items() if isinstance(value, bool))
WRITTEN = frozenset({"true", "false"})


def truths_among(context: Iterable[ContextVariable]) -> Truths:
    """What names of platforms are, and variables, which may redefine those."""
    found = dict.fromkeys(PLATFORM_TRUTHS, BOOLEAN)
    for variable in context:
        found[variable.name] = _kinds_of_data(variable.value, found)
    return found


def _kinds_of_data(value: Data, names: Truths) -> Kinds:
    if isinstance(value, Text):
        return _kinds_of_text(value, names)
    items = value if isinstance(value, tuple) else ()
    return LISTED if any(_kinds_of_data(item, names) != OTHER for item in items) else OTHER


def _kinds_of_text(text: Text, names: Truths) -> Kinds:
    if not text.has_expression:
        return BOOLEAN if text.value in WRITTEN and not text.quoted else OTHER
    inner = text.value.removeprefix("${{").removesuffix("}}")
    return kinds_of(inner, names) if inner != text.value and "${{" not in inner else OTHER


def is_sometimes_truth(expression: str, names: Truths) -> bool:
    """Whether a condition decides if an expression is a boolean."""
    return len(kinds_of(expression, names)) > 1


def is_truth(expression: str, names: Truths) -> bool:
    """Whether an expression is a boolean or nothing at all, given what names are."""
    return kinds_of(expression, names) in {BOOLEAN, NONE}


def kinds_of(expression: str, names: Truths) -> Kinds:
    """What an expression can be; what is none is no boolean."""
    try:
        return node_kinds(parse_expression(expression.strip()), names)
    except ExpressionError:
        return OTHER


def node_kinds(node: Node, names: Truths) -> Kinds:
    """What the value of a tree can be."""
    alternatives = _alternatives(node)
    if alternatives:
        return frozenset(kind for each in alternatives for kind in node_kinds(each, names))
    match node:
        case Name():
            return names.get(node.name, OTHER)
        case ListOf(items=items):
            return OTHER if all(node_kinds(each, names) == OTHER for each in items) else LISTED
        case Literal(value=None):
            return NONE
    is_boolean = (
        isinstance(node, Comparison | Test)
        or _is_constant(node)
        or _is_negation(node)
        or _is_question(node)
    )
    return BOOLEAN if is_boolean else OTHER


def _alternatives(node: Node) -> tuple[Node, ...]:
    """The trees of which one gives the value of this one; none for a tree that makes its own."""
    match node:
        case (
            Binary(operator="and" | "or" | "+", left=one, right=other)
            | Filter(name="default" | "d", value=one, arguments=(other, *_))
        ):
            return (one, other)
        case Filter(name="list" | "sort" | "unique" | "reverse", value=one):
            return (one,)
        case Choice(then=one, otherwise=other):
            return (one, Literal("") if other is None else other)
    return ()


def as_python_text(node: Node, names: Truths) -> Node:
    """An expression that stands in text so that v1 writes its booleans as Python does.

    Raises `ExpressionError` for a name that is only sometimes one.
    """
    node = missing_as_text(node)
    write = Choice(node, Literal("True"), Literal("False"))
    return _as_text(node, names, as_python_text, lambda each: str(each.value)) or write


def as_v1_text(node: Node, names: Truths) -> Node:
    """An expression that stands in text so that Jinja2 writes its booleans as v1 does.

    Raises `ExpressionError` for a name that is only sometimes one.
    """
    return _as_text(node, names, as_v1_text, unparse) or Filter(node, "lower", (), ())


Spelling = Callable[[Node, Truths], Node]


def with_joined_truths(node: Node, names: Truths, spelling: Spelling) -> Node:
    """The tree in which `spelling` writes what becomes text inside of it.

    That is what `~`, `%` and `join` put together, and what `string` and filters of text take.
    """
    made = with_parts(node, lambda part: with_joined_truths(part, names, spelling))

    def spelled(*nodes: Node) -> tuple[Node, ...]:
        return tuple(spelling(each, names) for each in nodes)

    match made:
        case Binary(operator="~"):
            left, right = spelled(made.left, made.right)
            made = replace(made, left=left, right=right)
        case Binary(operator="%", left=Literal(value=str())):
            made = replace(made, right=spelling(made.right, names))
        case Filter(name="string" | "replace" | "trim"):
            made = replace(made, value=spelling(made.value, names))
        case Filter(name="join", value=ListOf(items=items)):
            made = replace(made, value=ListOf(spelled(*items)))
        case Call(function=Attribute(name="join"), arguments=(ListOf(items=items),)):
            made = replace(made, arguments=(ListOf(spelled(*items)),))
        case (
            Filter(name="join", value=listed)
            | Call(function=Attribute(name="join"), arguments=(listed,))
        ) if Kind.LIST in node_kinds(listed, names):
            raise ExpressionError("the items of this list are booleans, written in another way")
        case Call(function=Name(name="str")):
            made = replace(made, arguments=spelled(*made.arguments))
    return made


def _as_text(
    node: Node, names: Truths, spelling: Spelling, constant: Callable[[Literal], str]
) -> Node | None:
    """The node as text, `None` for a boolean that is yet to be written."""
    if isinstance(node, Choice):
        otherwise = None if node.otherwise is None else spelling(node.otherwise, names)
        return Choice(node.condition, spelling(node.then, names), otherwise)
    kinds = node_kinds(node, names)
    if len(kinds) > 1:
        raise ExpressionError(
            "text that is only sometimes a boolean or none is written in another way"
        )
    if kinds in {OTHER, LISTED}:
        return node
    if kinds == NONE:
        return Literal(constant(Literal(None)))
    return Literal(constant(node)) if isinstance(node, Literal) else None


def _is_constant(node: Node) -> bool:
    # By its type: to Python 1 equals True.
    return isinstance(node, Literal) and isinstance(node.value, bool)


def _is_question(node: Node) -> bool:
    function = node.function if isinstance(node, Call) else None
    return isinstance(function, Name | Attribute) and function.name in QUESTIONS


def _is_negation(node: Node) -> bool:
    return isinstance(node, Unary) and node.operator == "not"
