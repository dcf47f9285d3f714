"""Selectors of v0, which are Python, in the words of the one expression language.

conda-build takes a name that it does not know for `False`, and Python spells no constant in lower
case: `[x is none]` asks whether `x` is `False`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import ExpressionError
from condax.recipe.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.syntax import Node

UNKNOWN = frozenset({"true", "false", "none"})
CONSTANTS = frozenset({"True", "False", "None"})
NO_PYTHON = frozenset({"|", "~"})
"""Operators that conda-build refuses in a selector."""


@lru_cache(maxsize=4096)
def in_own_words(selector: str) -> str:
    """The selector as it means the same in an expression: mostly as it is.

    Raises `ExpressionError` for what is no selector.
    """
    tokens = tokenize(selector)
    for token in tokens:
        if token.kind == "operator" and token.text in NO_PYTHON:
            raise ExpressionError(f"unexpected {token.text!r}", token.offset, len(token.text))
    if not any(token.kind == "name" and token.text in {"is", *UNKNOWN} for token in tokens):
        return selector
    return " ".join(_words(tokens))


def _words(tokens: list[Token]) -> Iterator[str]:
    texts = [token.text for token in tokens]
    for place, token in enumerate(tokens):
        before = texts[max(place - 2, 0) : place]
        if token.kind != "name":
            yield token.text
        elif token.text == "is":
            negated = texts[place + 1] == "not"
            is_test = texts[place + 1 + negated] in CONSTANTS | UNKNOWN
            yield "is" if is_test else "!=" if negated else "=="
        elif token.text == "not" and before[-1:] == ["is"]:
            if texts[place + 1] in CONSTANTS | UNKNOWN:
                yield "not"
        else:
            yield "false" if token.text in UNKNOWN else token.text


def parse_selector(selector: str) -> Node:
    """The tree of a selector; raises `ExpressionError` for what is none."""
    return parse_expression(in_own_words(selector.strip()))
