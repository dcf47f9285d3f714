"""An expression that chooses between strings as the condition that it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.unparse import unparse
from condax.recipe.syntax import Choice, ExpressionError, Literal
from condax.recipe.template import Piece, parse_template
from condax.recipe.values import Conditional, Text

if TYPE_CHECKING:
    from condax.recipe.model import Script
    from condax.recipe.syntax import Node
    from condax.recipe.values import Item


def as_choice(item: Item[Text]) -> Item[Text] | None:
    """The plain texts that a value is, under their conditions; `None` if it is something else."""
    if isinstance(item, Conditional):
        arms = [tuple(map(as_choice, arm)) for arm in (item.then, item.otherwise)]
        then, otherwise = (tuple(each for each in arm if each is not None) for arm in arms)
        is_whole = len(then) == len(item.then) and len(otherwise) == len(item.otherwise)
        return replace(item, then=then, otherwise=otherwise) if is_whole else None
    if not item.has_expression:
        return item
    try:
        pieces = parse_template(item.value)
    except ExpressionError:
        return None
    (piece, *others) = pieces
    return _chosen(piece.node, item) if isinstance(piece, Piece) and not others else None


def with_chosen_env(script: Script) -> Script:
    """The script with variables that are set under conditions, where expressions choose."""
    env = (
        (name, value if value is None else as_choice(value) or value) for name, value in script.env
    )
    return replace(script, env=tuple(env))


def _chosen(node: Node, text: Text) -> Item[Text] | None:
    if isinstance(node, Literal) and isinstance(node.value, str):
        return replace(text, value=node.value)
    if not isinstance(node, Choice):
        return None
    then = _chosen(node.then, text)
    otherwise = None if node.otherwise is None else _chosen(node.otherwise, text)
    if then is None or (otherwise is None) != (node.otherwise is None):
        return None
    arms = ((then,), () if otherwise is None else (otherwise,))
    condition = Text(value=unparse(node.condition), span=text.span)
    return Conditional(condition=condition, then=arms[0], otherwise=arms[1])
