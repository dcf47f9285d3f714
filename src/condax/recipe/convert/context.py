"""`{% set %}` lines that define a name several times as the one entry that v1 has for it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import NODES, Choice, Literal, Name, Node, Unary
from condax.recipe.template import Piece, parse_template
from condax.recipe.values import Conditional, Data, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.recipe.model import ContextVariable


def folded(context: Iterable[ContextVariable]) -> tuple[ContextVariable, ...]:
    """One entry for each name, where its last line stands, with what the earlier ones gave."""
    listed = list(context)
    names = [each.name for each in listed]
    found = []
    for number, each in enumerate(listed):
        if each.name in names[number + 1 :]:
            continue
        same = [other for other in listed if other.name == each.name]
        is_plain = len(same) == 1 and not isinstance(each.value, Conditional)
        found.append(each if is_plain else replace(each, value=_folded(same)))
    return tuple(found)


def _folded(definitions: list[ContextVariable]) -> Text:
    current: Node | None = None
    for each in definitions:
        conditions, text = _parts(each.value)
        value = _tree(text)
        if current is not None:
            value = _substituted(value, each.name, current)
        for condition in reversed(conditions):
            value = _choice(parse_expression(condition), value, current)
        current = value
    span = definitions[0].span
    if isinstance(current, Literal):
        quoted = isinstance(current.value, str)
        return Text(value=str(current.value), quoted=quoted, span=span)
    assert current is not None
    return Text(value=f"${{{{ {unparse(current)} }}}}", span=span)


def _choice(condition: Node, value: Node, before: Node | None) -> Node:
    """`value` where the condition holds, else what was before."""
    if isinstance(before, Choice) and _are_opposite(before.condition, condition):
        return Choice(before.condition, before.then, value)
    return Choice(condition, value, before)


def _are_opposite(one: Node, other: Node) -> bool:
    return Unary("not", one) == other or one == Unary("not", other)


def _parts(value: Data) -> tuple[list[str], Text]:
    conditions = []
    while isinstance(value, Conditional):
        conditions.append(value.condition.value)
        value = value.then[0]
    assert isinstance(value, Text)
    return conditions, value


def _tree(text: Text) -> Node:
    """The tree of a value: of its only expression, or of the text itself."""
    pieces = parse_template(text.value)
    if len(pieces) == 1 and isinstance(pieces[0], Piece):
        return pieces[0].node
    if not text.quoted and text.value.lstrip("-").isdecimal():
        return Literal(int(text.value))
    if not text.quoted and text.value in {"true", "false"}:
        return Literal(text.value == "true")
    return Literal(text.value)


def _substituted(node: Node, name: str, value: Node) -> Node:
    if isinstance(node, Name):
        return value if node.name == name else node
    changes = {each.name: _part(getattr(node, each.name), name, value) for each in fields(node)}
    # Which fields a tree has is known to its own class alone.
    return cast("Node", replace(cast("Any", node), **changes))


def _part(part: object, name: str, value: Node) -> object:
    if isinstance(part, NODES):
        return _substituted(part, name, value)
    return tuple(_part(each, name, value) for each in part) if isinstance(part, tuple) else part
