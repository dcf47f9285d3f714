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
    """Each comment with the first value at or behind its line, if any; selectors are none.

    `document` is the converted recipe, whose texts still have their places in `source`.
    """
    places = sorted(_places(document, ("",)), key=lambda place: place[0])
    found: dict[str, list[str]] = {}
    inside = set(_block_lines(document))
    for line, comment in _comments(source, inside):
        for path in next((paths for at, paths in places if at >= line), ("",)):
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


def _places(data: Data, paths: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and paths of every scalar, in the emitter's spelling of paths.

    What stands in a list below a condition has two: a recipe of version 0 has no list for it.
    """
    if isinstance(data, Text):
        if data.span is not None and data.span.end:
            yield data.span.line, paths
    elif isinstance(data, Conditional):
        for item in (*data.then, *data.otherwise):
            yield from _places(item, paths)
    elif isinstance(data, Block):
        for key, value in data.entries:
            yield from _places(value, tuple(f"{path}.{key}" if path else key for path in paths))
    else:
        for item in data:
            yield from _item_places(item, paths)


def _item_places(item: Data, paths: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if isinstance(item, Text):
        yield from _places(item, _items(paths, item))
    elif isinstance(item, Conditional):
        inside = [each for each in (*item.then, *item.otherwise) if isinstance(each, Text)]
        if inside and inside[0].span is not None:
            yield inside[0].span.line, _items(paths, inside[0])
        for key, items in (("then", item.then), ("else", item.otherwise)):
            nested = tuple(f"{path}.{key}" for path in paths)
            for each in items:
                is_first = not isinstance(each, Text) or each is inside[0]
                yield from _item_places(each, paths if is_first else (*paths, *nested))
    else:
        yield from _places(item, paths)


def _items(paths: tuple[str, ...], item: Text) -> tuple[str, ...]:
    return tuple(f"{path}/{item.value}" for path in paths)
