"""Masked YAML to `Data`: selectors and `{% if %}` become `Conditional`s, Jinja is v1's spelling."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import yaml

from condax.recipe.document import NOT_A_STRING, Converter
from condax.recipe.node import MERGE_TAG, span_of
from condax.recipe.opposites import is_opposite
from condax.recipe.python_words import in_own_words, parse_selector
from condax.recipe.stage0_values import is_null
from condax.recipe.syntax import ExpressionError
from condax.recipe.v0.mask import unmask
from condax.recipe.values import Block, Conditional, Data, SourceSpan, Text

if TYPE_CHECKING:
    from condax.recipe.problems import Problems
    from condax.recipe.v0.mask import Conditions, Masked
    from condax.recipe.v0.selectors import Selector


TAG_LINES = re.compile(r"(?:\n[ \t]+)+(\n?)\Z")
"""Lines of Jinja behind a block scalar, of which white space is left."""
TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)


class V0Converter(Converter):
    """Converts the nodes of a masked document, each under the conditions of its line."""

    def __init__(self, problems: Problems, masked: Masked) -> None:
        """Lines are counted in the original text, whose offsets the masked one shares."""
        super().__init__(problems)
        self.masked = masked
        self.starts = masked.starts
        self.depth = 0
        self.words = {
            each.expression: self._words_of(each, line) for line, each in masked.selectors.items()
        }

    def text(self, node: yaml.ScalarNode) -> Text:
        """A scalar with its Jinja shown again."""
        value = unmask(node.value)
        if node.style in {"|", ">"}:
            # conda-build cuts the white space at the end of every line.
            value = TRAILING_SPACE.sub("", TAG_LINES.sub(r"\1", value))
        quoted = bool(node.style) and NOT_A_STRING.match(value) is not None
        return Text(value=value, quoted=quoted, span=span_of(node))

    def items(self, node: yaml.SequenceNode) -> tuple[Data, ...]:
        """The items of a list, each under the conditions that are not those of the list."""
        outer = self.depth
        items: list[Data] = []
        for each in node.value:
            line = self._line(each)
            conditions = self.masked.conditions[line]
            self.depth = max(outer, len(conditions))
            item = self.convert(each)
            self.depth = outer
            selector = None if isinstance(item, Block) else self.masked.selectors.get(line)
            if isinstance(item, Block):
                item = hoisted(item)
            if selector is not None or conditions:
                item = self._guarded(item, conditions[outer:], selector, line, is_item=True)
            items.append(item)
        return tuple(items)

    def block(self, node: yaml.MappingNode) -> Block:
        """A mapping; a key that stands twice has a value for each condition, the last one first."""
        outer = self.depth
        entries: dict[str, Data] = {}
        spans: dict[str, SourceSpan] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == MERGE_TAG:
                self._no_key(key_node)
                continue
            key, line = unmask(key_node.value), self._line(key_node)
            conditions = self.masked.conditions[line]
            self.depth = max(outer, len(conditions))
            value = self.convert(value_node)
            self.depth = outer
            selector = self.masked.selectors.get(line)
            if selector is not None or conditions:
                value = self._guarded(value, conditions[outer:], selector, line, is_item=False)
            entries[key] = overridden(entries[key], value) if key in entries else value
            spans.setdefault(key, span_of(key_node))
        return Block(
            entries=tuple(entries.items()), span=span_of(node), key_spans=tuple(spans.values())
        )

    def _line(self, node: yaml.Node) -> int:
        return bisect_right(self.starts, node.start_mark.index) - 1

    def _guarded(
        self,
        value: Data,
        conditions: Conditions,
        selector: Selector | None,
        line: int,
        *,
        is_item: bool,
    ) -> Data:
        """The value under a selector, that under the `{% if %}`s around it."""
        if selector is not None:
            words = self.words[selector.expression]
            condition = Text(value=words, span=self._place(selector, line))
            value = guarded(value, condition, is_item=is_item)
        for expression in reversed(conditions):
            value = guarded(value, Text(value=expression), is_item=is_item)
        return value

    def _place(self, selector: Selector, line: int) -> SourceSpan:
        start = self.starts[line] + selector.column
        end = start + len(selector.expression)
        return SourceSpan(start, end, line + 1, selector.column + 1)

    def _words_of(self, selector: Selector, line: int) -> str:
        """A selector in the words of all expressions; as it is where it is none."""
        try:
            parse_selector(selector.expression)
            return in_own_words(selector.expression.strip())
        except ExpressionError as error:
            place = self._place(selector, line)
            self.problems.add_expression(error, place, selector.expression.strip())
            return selector.expression.strip()


def guarded(value: Data, condition: Text, *, is_item: bool) -> Data:
    """The value under a condition; of a mapping that is no list item each entry is."""
    if isinstance(value, Block) and not is_item:
        entries = tuple((k, guarded(v, condition, is_item=False)) for k, v in value.entries)
        return Block(entries=entries, span=value.span, key_spans=value.key_spans)
    if isinstance(value, Text) and is_null(value):
        return value
    if isinstance(value, tuple):
        return (Conditional(condition=condition, then=value),) if value else ()
    return Conditional(condition=condition, then=(value,))


def hoisted(block: Block) -> Data:
    """A mapping whose every entry is under one and the same condition, under that as a whole."""
    conditions = [_only_condition(value) for _, value in block.entries]
    first = conditions[0] if conditions else None
    if first is None or any(each != first for each in conditions):
        return block
    entries = tuple((key, _without_condition(value)) for key, value in block.entries)
    plain = Block(entries=entries, span=block.span, key_spans=block.key_spans)
    return Conditional(condition=first, then=(plain,))


def _only_condition(value: Data) -> Text | None:
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, Conditional) and not value.otherwise:
        return value.condition
    return None


def _without_condition(value: Data) -> Data:
    if isinstance(value, tuple):
        inner = value[0]
        assert isinstance(inner, Conditional)
        return inner.then
    assert isinstance(value, Conditional)
    return value.then[0]


def overridden(before: Data, after: Data) -> Data:
    """Two values of one key: the later one where its condition holds, else the earlier one."""
    is_list = isinstance(after, tuple)
    later = after[0] if isinstance(after, tuple) and len(after) == 1 else after
    if not isinstance(later, Conditional):
        return after
    merged: Conditional[Data]
    earlier = _branch(before)
    first = earlier[0] if len(earlier) == 1 else None
    if (
        isinstance(first, Conditional)
        and not first.otherwise
        and _are_opposite(first.condition.value, later.condition.value)
    ):
        merged = Conditional(condition=first.condition, then=first.then, otherwise=later.then)
    else:
        merged = Conditional(condition=later.condition, then=later.then, otherwise=earlier)
    return (merged,) if is_list or isinstance(before, tuple) else merged


def _branch(value: Data) -> tuple[Data, ...]:
    return value if isinstance(value, tuple) else (value,)


def _are_opposite(one: str, other: str) -> bool:
    return is_opposite(one, other) or {one, other} == {"win", "unix"}
