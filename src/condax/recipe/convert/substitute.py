"""Names in expressions replaced by what they stand for."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from condax.recipe.syntax import NODES, Attribute, DictOf, Literal, Name, Node, Subscript

if TYPE_CHECKING:
    from collections.abc import Mapping


def substituted(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with every name of `values` replaced; an entry of a mapping as the entry itself.

    Names that stay lose their offset, so that trees from different places can be compared.
    """
    if isinstance(node, Name):
        return values.get(node.name, Name(node.name))
    changes = {each.name: _part(getattr(node, each.name), values) for each in fields(node)}
    # Which fields a tree has is known to its own class alone.
    made = cast("Node", replace(cast("Any", node), **changes))
    if isinstance(made, Attribute) and isinstance(made.value, DictOf):
        return dict(made.value.items).get(Literal(made.name), made)
    if isinstance(made, Subscript) and isinstance(made.value, DictOf):
        return dict(made.value.items).get(made.index, made)
    return made


def _part(part: object, values: Mapping[str, Node]) -> object:
    if isinstance(part, NODES):
        return substituted(part, values)
    return tuple(_part(each, values) for each in part) if isinstance(part, tuple) else part
