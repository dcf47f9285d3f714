"""Edits of `conda-forge.yml`: entries taken out, in lines or in braces, and lines that changed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import yaml

from condax.lint.lines import line_end, line_start

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = tuple[yaml.MappingNode, int]
"""A mapping and which of its entries."""


def span_without_entry(text: str, start: int) -> tuple[int, int] | None:
    """The characters to take out so that the entry whose key begins at `start` is gone.

    A section that would be left empty goes with it. `None` if no key begins there, and for what
    libyaml reads and this reader does not, e.g. a tab before a value.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    path = _path_to(root, start)
    if not path:
        return None
    while len(path) > 1 and len(path[-1][0].value) == 1:
        path.pop()
    mapping, index = path[-1]
    key, value = mapping.value[index]
    first, last = key.start_mark.index, _end(value)
    if not mapping.flow_style:
        return line_start(text, first), line_end(text, last)
    if index + 1 < len(mapping.value):
        return first, mapping.value[index + 1][0].start_mark.index
    return (_end(mapping.value[index - 1][1]) if index else first), last


def changed_lines(text: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and replacement of the lines of `text` that are others in `new`."""
    old, lines = text.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, begin, end, first, last in SequenceMatcher(None, old, lines, False).get_opcodes():
        if tag != "equal":
            yield starts[begin], starts[end], "".join(lines[first:last])


def _path_to(node: yaml.Node | None, start: int) -> list[Entry]:
    """The mappings around a key, outermost first, each with the entry that leads to it."""
    if not isinstance(node, yaml.MappingNode):
        return []
    for index, (key, value) in enumerate(node.value):
        if key.start_mark.index == start:
            return [(node, index)]
        if path := _path_to(value, start):
            return [(node, index), *path]
    return []


def _end(node: yaml.Node) -> int:
    """Where the text of a node ends; a block's own mark is where the next token begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index
