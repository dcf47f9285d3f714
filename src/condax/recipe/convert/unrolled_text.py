"""The text that is left of a `meta.yaml` without its loops, with the source line of each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from condax.recipe.convert.blocks import tokens_of
from condax.recipe.convert.loop_items import constant
from condax.recipe.syntax import DictOf, ListOf
from condax.recipe.v0.mask import SET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from condax.recipe.convert.blocks import Token
    from condax.recipe.syntax import Node


COMMENT_LINE = re.compile(r"^[ \t]*#.*\n", re.MULTILINE)


class Piece(NamedTuple):
    """Some text of the result, and the offset in the source where it comes from."""

    text: str
    offset: int


class Unrolled(NamedTuple):
    """The text without the loops and macros that could be written out."""

    text: str
    lines: tuple[int, ...]
    """For each line of the text the line of the source (from 1) that it comes from."""


def joined(pieces: Iterable[Piece], source: str) -> Unrolled:
    """The pieces as one text."""
    listed = list(pieces)
    lines = (source.count("\n", 0, offset) + 1 for offset in _line_offsets(listed))
    return Unrolled("".join(text for text, _ in listed), tuple(lines))


def _line_offsets(pieces: Iterable[Piece]) -> Iterator[int]:
    """The source offset that each line of the result begins at."""
    begins = True
    offset = 0
    for text, offset in pieces:
        for part in text.splitlines(keepends=True):
            if begins:
                yield offset
            begins = part.endswith("\n")
            offset += len(part)
    if begins:
        yield offset


def without_unused(unrolled: Unrolled, lists: Mapping[str, Node]) -> Unrolled:
    """The text without the `{% set %}`s of lists and mappings that nothing reads any more."""
    text, lines = unrolled
    tokens = list(tokens_of(text))
    read = {word for token in tokens for word in _words_read(token)}
    unread = {name for name, node in lists.items() if not constant(node)} - read
    unread |= {name for name, node in lists.items() if isinstance(node, ListOf | DictOf)} - read
    kept: list[str] = []
    numbers: list[int] = []
    line = 0
    for token in tokens:
        found = SET.match(token.inner) if token.kind == "{%" else None
        is_kept = found is None or found[1] not in unread
        for each in token.text.splitlines(keepends=True):
            if is_kept or each.lstrip().startswith("#"):
                kept.append(each)
                numbers += lines[line : line + each.count("\n")]
            line += each.count("\n")
    return Unrolled("".join(kept), (*numbers, *lines[line:]))


def _words_read(token: Token) -> Iterator[str]:
    if token.kind in {"{{", "{%"}:
        found = SET.match(token.inner)
        source = found[2] if found else token.inner
        without_text = re.sub(r"\"[^\"]*\"|'[^']*'", "", COMMENT_LINE.sub("", source))
        own = found[1] if found else ""
        yield from (word for word in re.findall(r"[A-Za-z_]\w*", without_text) if word != own)
