"""The Jinja of a `meta.yaml` in blocks: text, tags, and `for`, `if`, `macro` with their bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from condax.recipe.v0.mask import JINJA

if TYPE_CHECKING:
    from collections.abc import Iterator

DASHES = "-+ \t\r\n"
"""What may stand between a tag's braces and its words."""
ENDS = frozenset({"endfor", "endif", "endmacro"})


class Token(NamedTuple):
    """Plain text, or a tag with the lines that it has to itself."""

    kind: str
    """`text`, `{{`, `{%` or `{#`."""
    text: str
    inner: str
    offset: int


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands under a tag, up to the next tag of the same block."""

    tag: Token
    body: tuple[Token | Group, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A block: `{% for %}` or `{% if %}` with its branches, and the tag that ends it."""

    branches: tuple[Branch, ...]
    end: Token


def tokens_of(source: str) -> Iterator[Token]:
    """The text in pieces; a tag alone on its line takes the whole line with it."""
    position = 0
    for match in JINJA.finditer(source):
        if match.start() < position:
            continue
        start, end = match.span()
        kind = match.group()[:2]
        if kind == "{%" and (line := _own_lines(source, start, end)):
            start, end = max(line[0], position), line[1]
        if start > position:
            yield Token("text", source[position:start], "", position)
        yield Token(kind, source[start:end], match.group()[2:-2].strip(DASHES), start)
        position = end
    if position < len(source):
        yield Token("text", source[position:], "", position)


def _own_lines(source: str, start: int, end: int) -> tuple[int, int] | None:
    """Begin and end of the lines of a tag that nothing else but a comment stands on."""
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", end)
    last = len(source) if last < 0 else last + 1
    around = source[first:start] + source[end:last]
    return (first, last) if re.fullmatch(r"\s*(#.*\s*)?", around) else None


def grouped(tokens: list[Token], start: int) -> tuple[tuple[Token | Group, ...], int | None]:
    """The tokens with blocks as groups; the place of the tag that ends them, if one does."""
    found: list[Token | Group] = []
    place = start
    while place < len(tokens):
        token = tokens[place]
        word = word_of(token)
        if word in {"for", "if", "macro"}:
            group, place = _group(tokens, place)
            found.append(group)
        elif word in ENDS or word in {"elif", "else"}:
            return tuple(found), place
        else:
            found.append(token)
            place += 1
    return tuple(found), None


def word_of(token: Token) -> str:
    """The word that a tag begins with."""
    return re.split(r"\W", token.inner, maxsplit=1)[0] if token.kind == "{%" else ""


def _group(tokens: list[Token], place: int) -> tuple[Group, int]:
    branches = []
    while True:
        tag = tokens[place]
        body, end = grouped(tokens, place + 1)
        branches.append(Branch(tag, body))
        if end is None:
            # What is not closed is reported by the parser, which sees the text as it is.
            return Group(tuple(branches), Token("text", "", "", tokens[-1].offset)), len(tokens)
        if word_of(tokens[end]) in ENDS:
            return Group(tuple(branches), tokens[end]), end + 1
        place = end


def replace_word(branch: Branch, word: str) -> Branch:
    """The same branch under another tag: `{% else %}`, or an `{% elif … %}` as `{% if … %}`."""
    tag = branch.tag
    if word == "else":
        return Branch(tag._replace(text="{% else %}\n", inner="else"), branch.body)
    old = word_of(tag)
    text, inner = tag.text.replace(old, word, 1), word + tag.inner.removeprefix(old)
    return Branch(tag._replace(text=text, inner=inner), branch.body)
