"""Rendered YAML to `Data` whose places are those of the source that the lines came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from condax.recipe.document import NOT_A_STRING, Converter
from condax.recipe.node import MERGE_TAG
from condax.recipe.v0.names import with_pins
from condax.recipe.v0.selectors import find_selector
from condax.recipe.values import Block, Data, SourceSpan, Text

if TYPE_CHECKING:
    from condax.recipe.problems import Problems
    from condax.recipe.v0.render import RenderedText

COMMENT = re.compile(r"\s+#.*$")


class RenderedConverter(Converter):
    """Converts the nodes of a rendered document; of a key that stands twice the last one counts."""

    def __init__(self, problems: Problems, rendered: RenderedText) -> None:
        """`problems` holds the source, to which every place is translated."""
        super().__init__(problems)
        self.rendered = rendered.text.split("\n")
        self.numbers = rendered.lines
        self.source = problems.text.split("\n")
        self.starts = [0]
        for line in self.source:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def text(self, node: yaml.ScalarNode) -> Text:
        """A scalar; a pin that Jinja has written becomes the expression that it stands for."""
        value = with_pins(node.value)
        quoted = bool(node.style) and NOT_A_STRING.match(value) is not None
        return Text(value=value, quoted=quoted, span=self.place(node))

    def item(self, node: yaml.Node) -> Data:
        """One item of a list: `if` means nothing in v0."""
        return self.convert(node)

    def block(self, node: yaml.MappingNode) -> Block:
        """A mapping, each key with its last value."""
        entries: dict[str, Data] = {}
        spans: dict[str, SourceSpan] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == MERGE_TAG:
                self._no_key(key_node)
                continue
            entries[key_node.value] = self.convert(value_node)
            spans[key_node.value] = self.place(key_node)
        return Block(
            entries=tuple(entries.items()),
            span=self.place(node),
            key_spans=tuple(spans[key] for key in entries),
        )

    def place(self, node: yaml.Node) -> SourceSpan:
        """Where a node comes from: its column where the source line begins alike."""
        mark = node.start_mark
        line = min(mark.line, len(self.numbers) - 1)
        number, column = self.numbers[line], mark.column
        source = self.source[number].rstrip()
        if source[:column] != self.rendered[line][:column]:
            column = len(source) - len(source.lstrip(" -"))
        selector = find_selector(source)
        end = selector.content_end if selector else len(source)
        content = COMMENT.sub("", source[:end]).rstrip()
        written = self.rendered[line][mark.column : node.end_mark.column]
        if node.end_mark.line == mark.line and source.startswith(written, column):
            end = column + len(written.rstrip())
        else:
            end = max(len(content), column + 1)
        start = self.starts[number]
        return SourceSpan(start + column, start + end, number + 1, column + 1)
