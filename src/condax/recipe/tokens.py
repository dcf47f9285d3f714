"""The words of the expression language: names, numbers, strings and operators."""

from __future__ import annotations

import re
from typing import NamedTuple

from condax.recipe.syntax import ExpressionError

MAX_LENGTH = 10_000
MAX_TOKENS = 400
"""A chain of operators makes a tree as deep as it is long, and trees are walked recursively."""

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<name>[^\W\d]\w*)
    | (?P<operator>\*\*|//|==|!=|<=|>=|[-+*/%~<>=()\[\]{}.,:|])
    )""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """`kind` is `number`, `string`, `name`, `operator` or `end`."""

    kind: str
    text: str
    offset: int


def tokenize(text: str) -> list[Token]:
    """The tokens of an expression, an `end` token last."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAX_LENGTH} characters")
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            offset = position + len(text[position:]) - len(text[position:].lstrip())
            raise ExpressionError(f"unexpected character {text[offset]!r}", offset)
        kind = match.lastgroup
        tokens.append(Token(kind, match.group(kind), match.start(kind)))
        if len(tokens) > MAX_TOKENS:
            raise ExpressionError(f"the expression has more than {MAX_TOKENS} words", position)
        position = match.end()
    tokens.append(Token("end", "", end))
    return tokens


ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"'}


def unquote(text: str) -> str:
    """What a string token stands for; an unknown escape stands for itself."""
    if "\\" not in text:
        return text[1:-1]
    return ESCAPE.sub(lambda m: ESCAPES.get(m.group(1), m.group(0)), text[1:-1])


def to_number(token: Token) -> int | float:
    """What a number token stands for."""
    try:
        if token.text[:2].lower() in {"0x", "0o", "0b"}:
            return int(token.text, 0)
        return float(token.text) if any(c in ".eE" for c in token.text) else int(token.text)
    except ValueError:
        raise ExpressionError(f"{token.text!r} is no number", token.offset) from None
