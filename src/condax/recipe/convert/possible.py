"""What an expression can give, as far as the recipe and its variant file say."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from condax.recipe.convert.context import tree_of
from condax.recipe.convert.loop_items import literal
from condax.recipe.expression import evaluate_expression
from condax.recipe.operators import to_text
from condax.recipe.syntax import Choice, ExpressionError, Literal, Name, Node, parts_of, with_parts
from condax.recipe.template import Piece, parse_template
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from condax.recipe.model import ContextVariable
    from condax.recipe.values import Data

Values = frozenset[object]

VERSION_KEY = re.compile(r"python_min|r_base|\w+_(?:compiler|stdlib)_version")
"""Variant keys that conda-forge gives plain versions: the oldest Python, R, those of tools."""
A_VERSION = "1.2.3.4.5.6"
MAX_VALUES = 64


class Possible:
    """Values of expressions in words of v1; `None` where more than what is known decides."""

    def __init__(
        self, context: Iterable[ContextVariable], variants: Mapping[str, frozenset[str]]
    ) -> None:
        """`variants` are the values of the variant file beside the recipe."""
        self.names: dict[str, Values | None] = {k: values or None for k, values in variants.items()}
        for variable in context:
            self.names[variable.name] = self._of_data(variable.value)

    def of_text(self, value: str) -> frozenset[str] | None:
        """What a text with expressions can be."""
        try:
            pieces = parse_template(value)
        except ExpressionError:
            return None
        parts = [self.of(p.node if isinstance(p, Piece) else Literal(p)) for p in pieces]
        joined = _combinations(parts)
        return None if joined is None else frozenset("".join(map(to_text, each)) for each in joined)

    def of(self, node: Node) -> Values | None:
        """What a tree can give."""
        if isinstance(node, Literal):
            return frozenset({node.value})
        if isinstance(node, Name):
            if node.name in self.names:
                return self.names[node.name]
            return frozenset({A_VERSION}) if VERSION_KEY.fullmatch(node.name) else None
        if isinstance(node, Choice):
            otherwise = Literal("") if node.otherwise is None else node.otherwise
            then, other = self.of(node.then), self.of(otherwise)
            return None if then is None or other is None else then | other
        return self._made(node)

    def _made(self, node: Node) -> Values | None:
        """What an operation gives for each combination of what its parts can be."""
        combinations = _combinations([self.of(part) for part in parts_of(node)])
        if combinations is None:
            return None
        try:
            return frozenset(_evaluated(node, each) for each in combinations)
        except (ExpressionError, TypeError):
            # A value that cannot be told, or that is a mapping, which no set can hold.
            return None

    def _of_data(self, value: Data) -> Values | None:
        return self.of(tree_of(value)) if isinstance(value, Text) else None


def _combinations(
    parts: list[Values | None] | list[frozenset[str]],
) -> list[tuple[object, ...]] | None:
    known = [part for part in parts if part is not None]
    count = 1
    for part in known:
        count *= len(part)
    return None if len(known) < len(parts) or count > MAX_VALUES else list(product(*known))


def _evaluated(node: Node, values: tuple[object, ...]) -> object:
    remaining = iter(values)
    return evaluate_expression(with_parts(node, lambda _: literal(next(remaining))), {})
