"""Values and places of YAML nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from condax.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TAGS: Mapping[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:int": lambda text: _number(text.replace("_", "")),
    "tag:yaml.org,2002:null": lambda _: None,
}


def plain(node: yaml.Node) -> object:
    """The node as dicts, lists and YAML's own scalar types."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return TAGS.get(node.tag, str)(node.value)


def _number(text: str) -> object:
    """An integer; YAML's octal and sexagesimal spellings stay texts."""
    try:
        return int(text, 0)
    except ValueError:
        return text


def is_null(node: yaml.Node) -> bool:
    """Whether the node is YAML's null."""
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def span_of(node: yaml.Node, lines: Sequence[str]) -> Span:
    """Place of a node; one of several lines is shown by its first."""
    start, end = node.start_mark, node.end_mark
    line = lines[start.line] if start.line < len(lines) else ""
    length = (end.column if end.line == start.line else len(line)) - start.column
    return Span(line=start.line + 1, column=start.column + 1, length=max(length, 1))
