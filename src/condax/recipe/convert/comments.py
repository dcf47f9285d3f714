"""Comments of a recipe's text by the path of what they stand at, for the emitter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.v0.selectors import find_selector
from condax.recipe.values import Block, Conditional, Data, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TRAILING = re.compile(r"\s#\s*(.*)$")
WHOLE_LINE = re.compile(r"\s*#+\s?(.*)$")
SELECTOR = re.compile(r"\s*\[[^\[\]]+\]\s*$")


def comments_by_path(source: str, document: Block) -> Mapping[str, str]:
    """Each comment with the first value at or behind its line; selectors are none.

    `document` is the converted recipe, whose texts still have their places in `source`.
    """
    places = sorted(_places(document, ""), key=lambda place: place[0])
    found: dict[str, list[str]] = {}
    inside = set(_block_lines(document))
    for line, comment in _comments(source, inside):
        path = next((path for at, path in places if at >= line), None)
        if path is not None:
            found.setdefault(path, []).append(comment)
    return {path: "\n".join(dict.fromkeys(lines)) for path, lines in found.items()}


def _block_lines(data: Data) -> Iterator[str]:
    """The lines of every text of several lines, in which `#` begins no comment of the recipe."""
    if isinstance(data, Text):
        if "\n" in data.value:
            yield from map(str.strip, data.value.split("\n"))
    elif isinstance(data, Conditional):
        for item in (*data.then, *data.otherwise):
            yield from _block_lines(item)
    else:
        for each in (value for _, value in data.entries) if isinstance(data, Block) else data:
            yield from _block_lines(each)


def _comments(source: str, inside: set[str]) -> Iterator[tuple[int, str]]:
    """Line (from 1) and text of every comment that says something."""
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() in inside:
            continue
        whole = WHOLE_LINE.match(line)
        if whole is not None:
            text = whole.group(1)
        else:
            trailing = TRAILING.search(line)
            text = trailing.group(1) if trailing else ""
            if find_selector(line) is not None:
                text = SELECTOR.sub("", text)
        if text.strip():
            yield number, text.strip()


def _places(data: Data, path: str) -> Iterator[tuple[int, str]]:
    """Line and path of every scalar, in the emitter's spelling of paths."""
    if isinstance(data, Text):
        if data.span is not None and data.span.end:
            yield data.span.line, path
    elif isinstance(data, Conditional):
        for item in (*data.then, *data.otherwise):
            yield from _places(item, path)
    elif isinstance(data, Block):
        for key, value in data.entries:
            yield from _places(value, f"{path}.{key}" if path else key)
    else:
        for item in data:
            yield from _item_places(item, path)


def _item_places(item: Data, path: str) -> Iterator[tuple[int, str]]:
    if isinstance(item, Text):
        yield from _places(item, f"{path}/{item.value}")
    elif isinstance(item, Conditional):
        inside = [each for each in (*item.then, *item.otherwise) if isinstance(each, Text)]
        if inside and inside[0].span is not None:
            yield inside[0].span.line, f"{path}/{inside[0].value}"
        for each in (*item.then, *item.otherwise):
            yield from _item_places(each, path)
    else:
        yield from _places(item, path)
