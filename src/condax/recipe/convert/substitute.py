"""Names in expressions replaced by what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.syntax import Attribute, DictOf, Literal, Name, Node, Subscript, with_parts

if TYPE_CHECKING:
    from collections.abc import Mapping


def substituted(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with every name of `values` replaced; an entry of a mapping as the entry itself.

    Names that stay lose their offset, so that trees from different places can be compared.
    """
    if isinstance(node, Name):
        return values.get(node.name, Name(node.name))
    made = with_parts(node, lambda part: substituted(part, values))
    if isinstance(made, Attribute) and isinstance(made.value, DictOf):
        return dict(made.value.items).get(Literal(made.name), made)
    if isinstance(made, Subscript) and isinstance(made.value, DictOf):
        return dict(made.value.items).get(made.index, made)
    return made
