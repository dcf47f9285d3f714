"""Taking entries out of `conda-forge.yml`, whether it is written in lines or in braces."""

from __future__ import annotations

import yaml

Entry = tuple[yaml.MappingNode, int]
"""A mapping and which of its entries."""


def span_without_entry(text: str, start: int) -> tuple[int, int] | None:
    """The characters to take out so that the entry whose key begins at `start` is gone.

    A section that would be left empty goes with it. `None` if no key begins there.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    path = _path_to(root, start)
    if not path:
        return None
    while len(path) > 1 and len(path[-1][0].value) == 1:
        path.pop()
    mapping, index = path[-1]
    key, value = mapping.value[index]
    first, last = key.start_mark.index, _end(value)
    if not mapping.flow_style:
        return text.rfind("\n", 0, first) + 1, _line_end(text, last)
    if index + 1 < len(mapping.value):
        return first, mapping.value[index + 1][0].start_mark.index
    return (_end(mapping.value[index - 1][1]) if index else first), last


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


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1
