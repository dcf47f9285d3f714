"""Text with `${{ … }}` in it, split into plain pieces and expressions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from condax.recipe.expression import evaluate_expression, variables_of
from condax.recipe.grammar import parse_expression
from condax.recipe.operators import Undefined, limited, to_text
from condax.recipe.syntax import ExpressionError, Node, UndefinedNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

OPENING = "${{"
INSIDE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{|\}\}|\}""", re.DOTALL)


class Piece(NamedTuple):
    """An expression of a template, its source without braces, and where that begins."""

    node: Node
    source: str
    offset: int


Template = tuple["str | Piece", ...]


@lru_cache(maxsize=8192)
def parse_template(text: str) -> Template:
    """Plain strings and expressions in turn; offsets of errors count from the start of `text`."""
    pieces: list[str | Piece] = []
    position = 0
    while (start := text.find(OPENING, position)) >= 0:
        end = _end(text, start + len(OPENING))
        before, source = text[position:start], text[start + len(OPENING) : end]
        offset = start + len(OPENING)
        if source.startswith("-"):
            before, source, offset = before.rstrip(), source[1:], offset + 1
        position = end + 2
        if source.endswith("-"):
            source = source[:-1]
            position += len(text[position:]) - len(text[position:].lstrip())
        if before:
            pieces.append(before)
        pieces.append(_piece(source, offset))
    if position < len(text):
        pieces.append(text[position:])
    return tuple(pieces)


def _end(text: str, position: int) -> int:
    """Where the `}}` stands that closes an expression."""
    depth = 0
    for match in INSIDE.finditer(text, position):
        token = match.group()
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
        elif token == "}}":
            if depth <= 0:
                return match.start()
            depth -= 2
            if depth < 0:
                return match.start() + 1
    raise ExpressionError("`${{` is not closed by `}}`", position - len(OPENING), len(OPENING))


def _piece(source: str, offset: int) -> Piece:
    try:
        return Piece(parse_expression(source), source, offset)
    except ExpressionError as error:
        raise error.moved(offset + error.offset) from None


def template_value(text: str, names: Mapping[str, object]) -> object:
    """The value of a template: of one expression alone its value, otherwise text.

    Raises `UndefinedNameError` or `ExpressionError`, whose offsets count from the start of `text`.
    """
    if OPENING not in text:
        return text
    template = parse_template(text)
    if len(template) == 1 and isinstance(template[0], Piece):
        return _value(template[0], names)
    parts = [
        to_text(_value(piece, names)) if isinstance(piece, Piece) else piece for piece in template
    ]
    return limited("".join(parts))


def _value(piece: Piece, names: Mapping[str, object]) -> object:
    try:
        value = evaluate_expression(piece.node, names)
        if isinstance(value, Undefined) and value.name:
            raise UndefinedNameError(value.name, max(piece.source.find(value.name), 0))
    except ExpressionError as error:
        if error.offset or error.length > 1:
            raise error.moved(piece.offset + error.offset) from None
        # Which part of the expression has no value is not known: all of it is shown.
        begin = len(piece.source) - len(piece.source.lstrip())
        raise error.moved(piece.offset + begin, len(piece.source.strip())) from None
    return value


def template_text(text: str, names: Mapping[str, object]) -> str:
    """The same as text."""
    return text if OPENING not in text else to_text(template_value(text, names))


def template_variables(text: str) -> frozenset[str]:
    """Names that the expressions of a template read."""
    if OPENING not in text:
        return frozenset()
    pieces = (piece for piece in parse_template(text) if isinstance(piece, Piece))
    return frozenset().union(*(variables_of(piece.node) for piece in pieces))
