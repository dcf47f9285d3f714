"""Entries with their condition inside: `${{ "numpy" if build_platform != target_platform }}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.convert.unparse import unparse
from condax.recipe.expression import parse_expression
from condax.recipe.syntax import Binary, Choice, ExpressionError, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.syntax import Node

INSIDE = "its condition stands inside of it"
"""Why no edit is offered for such an entry."""


def is_choice(text: str) -> bool:
    """Whether an entry is one of two things, or one or nothing, by an expression of its own."""
    return _choice(text) is not None


def written(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an entry can be as if it were written plainly, and under which condition of its own."""
    found = _choice(text)
    if found is None:
        yield text, ()
        return
    condition = unparse(found.condition)
    yield _plain(found.then), (condition,)
    if found.otherwise is not None:
        yield _plain(found.otherwise), (f"not ({condition})",)


def _choice(text: str) -> Choice | None:
    if " if " not in text or not text.startswith("${{") or not text.endswith("}}"):
        return None
    try:
        node = parse_expression(text[3:-2])
    except ExpressionError:
        return None
    return node if isinstance(node, Choice) else None


def _plain(node: Node) -> str:
    """`"cross-python_" + target_platform` → `cross-python_${{ target_platform }}`."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        return node.value
    if isinstance(node, Binary) and node.operator in {"+", "~"}:
        return _plain(node.left) + _plain(node.right)
    return f"${{{{ {unparse(node)} }}}}"
