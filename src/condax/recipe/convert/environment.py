"""What v0 reads with `environ` and `os.environ`, as v1's `env`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.unparse import unparse
from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    Comparison,
    ExpressionError,
    ListOf,
    Literal,
    Name,
    Node,
    Subscript,
    Test,
    Unary,
    walk,
    with_parts,
)
from condax.recipe.v0.names import BUILD_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable

ENVIRONMENT = frozenset({"environ", "os.environ"})
GETTERS = frozenset({*(f"{owner}.get" for owner in ENVIRONMENT), "os.getenv"})
NOTHING = Literal(None)
NO_DEFAULT: tuple[list[Node], ...] = ([], [NOTHING])
GET, EXISTS = (Attribute(Name("env"), name) for name in ("get", "exists"))


def of_environment(node: Node, change: Callable[[Node], Node]) -> Node | None:
    """`environ.get(name, default)`, `environ[name]` and what asks whether there is a variable.

    `change` is made to the default. Anything else is `None`.
    """
    if isinstance(node, Comparison) and unparse(node.rest[-1][1]) in ENVIRONMENT:
        return _existence(node.first, is_wanted=node.rest[-1][0] == "in")
    value, is_none = _asked_for_none(node)
    found = _read(node if value is None else value, change)
    if value is None:
        return found
    if not isinstance(found, Call) or not _may_be_missing(found):
        return None
    return _existence(found.arguments[0], is_wanted=not is_none)


def _read(node: Node, change: Callable[[Node], Node]) -> Node | None:
    if isinstance(node, Subscript) and unparse(node.value) in ENVIRONMENT:
        index = node.index
        if isinstance(index, Literal) and index.value in BUILD_VARIABLES:
            return Name(str(index.value))
        return Call(GET, (index,), ())
    if not isinstance(node, Call) or unparse(node.function) not in GETTERS:
        return None
    default = (*node.arguments, NOTHING)[1]
    return Call(GET, node.arguments[:1], (("default", change(default)),))


def _existence(name: Node, *, is_wanted: bool) -> Node:
    exists = Call(EXISTS, (name,), ())
    return exists if is_wanted else Unary("not", exists)


def _asked_for_none(node: Node) -> tuple[Node | None, bool]:
    """What a condition asks to be `None` (true) or to be anything else (false)."""
    match node:
        case Test(value=value, name="none" | "None"):
            return value, True
        case Unary(operator="not", operand=Test(value=value, name="none" | "None")):
            return value, False
        case Comparison(first=value, rest=((("==" | "!=") as operator, Literal(value=None)),)):
            return value, operator == "=="
    return None, False


def _may_be_missing(node: Node) -> bool:
    return (
        isinstance(node, Call) and node.function == GET and node.keywords == (("default", NOTHING),)
    )


def refuse_missing(node: Node) -> None:
    """Raise `ExpressionError` for what is `None` in v0 where it is not set, and nothing in v1."""
    if any(map(_may_be_missing, walk(node))):
        raise ExpressionError("v1 has no value for what is not set in the environment")


def missing_as_text(node: Node) -> Node:
    """A tree in words of v0 that becomes text, in which `None` is written as Python does."""
    match node:
        case Literal(value=None):
            return Literal("None")
        case Call(function=function, arguments=(name, *rest)) if unparse(function) in GETTERS:
            return replace(node, arguments=(name, Literal("None"))) if rest in NO_DEFAULT else node
        case Choice(then=then, otherwise=otherwise):
            other = otherwise and missing_as_text(otherwise)
            return replace(node, then=missing_as_text(then), otherwise=other)
        case Binary(operator="or", right=right):
            return replace(node, right=missing_as_text(right))
    return node


def _with_default(node: Node) -> Node:
    """`environ.get(name)` where it decides something: v0 has `None` for it."""
    if isinstance(node, Call) and _may_be_missing(node):
        return replace(node, keywords=(("default", Literal("")),))
    return node


def decided(node: Node) -> Node:
    """What only has to be true or false, with a default for what is not set."""
    is_decision = isinstance(node, Choice) or (isinstance(node, Unary) and node.operator == "not")
    if is_decision or (isinstance(node, Binary) and node.operator in {"and", "or"}):
        return with_parts(node, decided)
    return _with_default(node)


def compared(node: Comparison) -> Node:
    """A comparison with a default for what is not set.

    Raises `ExpressionError` where that would be taken for a value.
    """
    values = (node.first, *(value for _, value in node.rest))
    if any(map(_may_be_missing, values)) and any(map(_has_nothing, values)):
        raise ExpressionError("v1 has the empty string for what is not set in the environment")
    return with_parts(node, _with_default)


def _has_nothing(node: Node) -> bool:
    """Whether a value, or an item of a list, is `None` or the empty string."""
    if isinstance(node, ListOf):
        return any(map(_has_nothing, node.items))
    return isinstance(node, Literal) and node.value in {None, ""}
