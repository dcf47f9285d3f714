"""The trees that expressions are parsed into: one frozen class for each kind of expression."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Union, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class ExpressionError(ValueError):
    """An expression cannot be parsed or has no value; `offset` counts from its beginning."""

    def __init__(
        self, message: str, offset: int = 0, length: int = 1, *, hint: str | None = None
    ) -> None:
        """`length` characters from `offset` are what the message is about."""
        super().__init__(message)
        self.offset = offset
        self.length = length
        self.hint = hint

    def moved(self, offset: int, length: int | None = None) -> ExpressionError:
        """The same error at another place."""
        self.offset = offset
        self.length = self.length if length is None else length
        return self


class UndefinedNameError(ExpressionError):
    """A name that has no value; `name` says which."""

    def __init__(self, name: str, offset: int = 0) -> None:
        """The message names it."""
        super().__init__(f"{name!r} has no value", offset, max(len(name), 1))
        self.name = name


class NotStaticError(ExpressionError):
    """A value that the machine, the sources or the repository decides, not the recipe."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, a number, a boolean or none."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable; `offset` is where it stands in the expression."""

    name: str
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b]`, and `(a, b)`, which nothing here distinguishes from it."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class DictOf:
    """`{a: b}`."""

    items: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`, `+x`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`and`, `or`, `~` and arithmetic."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a < b <= c`: every pair of neighbours must hold."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`then if condition else otherwise`."""

    condition: Node
    then: Node
    otherwise: Node | None


@dataclass(frozen=True, slots=True)
class Call:
    """`function(a, b=c)`; a method call's function is an `Attribute`."""

    function: Node
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """`value.name`."""

    value: Node
    name: str


@dataclass(frozen=True, slots=True)
class Subscript:
    """`value[index]`."""

    value: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Slice:
    """`value[start:stop:step]`, each part optional."""

    value: Node
    start: Node | None
    stop: Node | None
    step: Node | None


@dataclass(frozen=True, slots=True)
class Filter:
    """`value | name(arguments)`."""

    value: Node
    name: str
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """`value is name(arguments)`; a negated one is inside a `Unary`."""

    value: Node
    name: str
    arguments: tuple[Node, ...]
    offset: int = field(default=0, compare=False)


Node = Union[  # noqa: UP007 - a forward reference to every class above
    Literal,
    Name,
    ListOf,
    DictOf,
    Unary,
    Binary,
    Comparison,
    Choice,
    Call,
    Attribute,
    Subscript,
    Slice,
    Filter,
    Test,
]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, outermost first."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def parts_of(node: Node) -> Iterator[Node]:
    """What stands directly in the node, in the order in which `with_parts` changes it."""
    for each in fields(node):
        yield from _nodes_in(getattr(node, each.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, NODES):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def with_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with `change` made to each that stands directly in it."""

    def part(value: object) -> object:
        if isinstance(value, NODES):
            return change(value)
        return tuple(map(part, value)) if isinstance(value, tuple) else value

    changes = {each.name: part(getattr(node, each.name)) for each in fields(node)}
    # Which fields a tree has is known to its own class alone.
    return cast("Node", replace(cast("Any", node), **changes))


NODES = (
    Literal,
    Name,
    ListOf,
    DictOf,
    Unary,
    Binary,
    Comparison,
    Choice,
    Call,
    Attribute,
    Subscript,
    Slice,
    Filter,
    Test,
)
