"""Comments of a recipe's text by the path of what they stand at, for the emitter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.v0.selectors import find_selector
from condax.recipe.values import Block, Conditional, Data, Text, texts_in
from condax.recipe.yaml_text import NoComments, in_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from condax.recipe.values import SourceSpan
    from condax.recipe.yaml_text import Comments

TRAILING = re.compile(r"\s#\s*(.*)$")
WHOLE_LINE = re.compile(r"\s*#+\s?(.*)$")
JINJA = re.compile(r"\{#[-+]?(?=\s)(.*?)[-+]?#\}", re.DOTALL)


def commented(source: str, document: Block, write: Callable[[Comments], str]) -> str:
    """The text that `write` gives, with every comment of `source` in it; selectors are none.

    `document` is the converted recipe, whose values still have their places in `source`. A comment
    goes to the first value at or behind its line that `write` has a place for comments at.
    """
    nothing = NoComments()
    write(nothing)
    listed = _places(document, ("",), source)
    asked = ((line, [path for path in paths if path in nothing.asked]) for line, paths in listed)
    places = sorted((pair for pair in asked if pair[1]), key=lambda place: place[0])
    found: dict[str, list[str]] = {}
    inside = set(_block_lines(document))
    listed_comments = _comments(_without_quoted(source, document), inside)
    for line, comment in sorted(listed_comments, key=lambda each: each[0]):
        for path in next((paths for at, paths in places if at >= line), [""]):
            found.setdefault(path, []).append(comment)
    return write({path: "\n".join(dict.fromkeys(lines)) for path, lines in found.items()})


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


def _without_quoted(source: str, document: Block) -> str:
    """The source with other letters for what stands in quotes: `#` begins no comment there."""
    letters = list(source)
    for text in texts_in(document):
        if text.span is not None and source.startswith(("'", '"'), text.span.start):
            place = slice(text.span.start, text.span.end)
            letters[place] = re.sub(".", "x", source[place])
    return "".join(letters)


def _comments(source: str, inside: set[str]) -> Iterator[tuple[int, str]]:
    """Line (from 1) and text of every comment that says something, those of Jinja first."""
    for match in JINJA.finditer(source):
        first = source.count("\n", 0, match.start()) + 1
        for number, line in enumerate(match[1].split("\n"), start=first):
            if line.strip():
                yield number, line.strip()
    source = JINJA.sub(lambda match: "\n" * match[0].count("\n"), source)
    for number, line in enumerate(source.split("\n"), start=1):
        if line.strip() in inside:
            continue
        whole = WHOLE_LINE.match(line)
        if whole is not None:
            text = whole.group(1)
        else:
            trailing = TRAILING.search(line)
            text = trailing.group(1) if trailing else ""
            selector = find_selector(line)
            if selector is not None:
                text = text.replace(f"[{selector.expression}]", "", 1).strip().removeprefix("#")
        if text.strip():
            yield number, text.strip()


def _places(
    data: Data, paths: tuple[str, ...], source: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Last line and paths of every scalar, in the emitter's spelling of paths.

    What stands in a list below a condition has two: a recipe of version 0 has no list for it.
    """
    if isinstance(data, Text):
        if data.span is not None and data.span.end:
            yield _last_line(data.span, source), paths
    elif isinstance(data, Conditional):
        for item in (*data.then, *data.otherwise):
            yield from _places(item, paths, source)
    elif isinstance(data, Block):
        for key, value in data.entries:
            below = tuple(f"{path}.{key}" if path else key for path in paths)
            yield from _places(value, below, source)
    else:
        for number, item in enumerate(data):
            below = tuple(in_list(path, number, item) for path in paths)
            yield from _item_places(item, below, source)


def _last_line(span: SourceSpan, source: str) -> int:
    """The last line of a value: YAML's blocks end where the next value begins.

    Comments are part of a block if they stand as far in as its first line.
    """
    first, *rest = source[span.start : span.end].split("\n")
    del first
    depth = next((_depth(line) for line in rest if line.strip()), 0)
    while rest and (not rest[-1].strip() or (_depth(rest[-1]) < depth and _is_comment(rest[-1]))):
        rest.pop()
    return span.line + len(rest)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _item_places(
    item: Data, paths: tuple[str, ...], source: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    if isinstance(item, Text):
        yield from _places(item, _items(paths, item), source)
    elif isinstance(item, Conditional):
        first = next((each for each in (*item.then, *item.otherwise) if _is_placed(each)), None)
        for key, items in (("then", item.then), ("else", item.otherwise)):
            for number, each in enumerate(items):
                nested = tuple(in_list(f"{path}.{key}", number, each) for path in paths)
                below = paths if each is first else (*paths, *nested)
                yield from _item_places(each, below, source)
    else:
        yield from _places(item, paths, source)


def _is_placed(item: Data) -> bool:
    return isinstance(item, Text) and item.span is not None


def _items(paths: tuple[str, ...], item: Text) -> tuple[str, ...]:
    return tuple(f"{path}/{item.value}" for path in paths)
