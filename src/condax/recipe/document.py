"""YAML nodes to `Data`: the file as written, with `if/then/else` items as `Conditional`s."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from condax.recipe.grammar import parse_expression
from condax.recipe.node import MAX_DEPTH, MAX_NODES, MERGE_TAG, span_of
from condax.recipe.syntax import ExpressionError
from condax.recipe.template import parse_template
from condax.recipe.values import Block, Conditional, Data, SourceSpan, Text

if TYPE_CHECKING:
    from condax.recipe.problems import Problems

NOT_A_STRING = re.compile(
    r"(?:true|false|yes|no|on|off|null|~|)\Z"
    r"|[-+]?(?:0x[\da-f_]+|0o?[0-7_]+|[\d_]+(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.\d+|\.inf|\.nan)\Z"
    r"|\$\{\{.*\}\}\Z",
    re.IGNORECASE | re.DOTALL,
)
"""Plain scalars that YAML or rattler-build read as something else than text."""

CONDITION_KEYS = frozenset({"if", "then", "else"})
EXTRA = "extra"
"""The key of a section in which `if` is a key like any other."""
ONE_ITEM = frozenset({("build", "skip"), ("source",), ("tests", "python", "imports")})
"""Where the one item of a list may stand for it, with a condition or without."""
STEPS = ("build", "steps")
"""A list whose items have an `if` of their own, beside what it decides about."""


class Converter:
    """Converts the nodes of one document; each problem is noted and its value left out."""

    def __init__(self, problems: Problems) -> None:
        """The budget of `MAX_NODES` is for all nodes that one converter sees."""
        self.problems = problems
        self.left = MAX_NODES
        self.level = 0
        self.path: tuple[str, ...] = ()

    def convert(self, node: yaml.Node) -> Data:
        """A scalar, a list or a mapping with everything in it."""
        self.left -= 1
        if isinstance(node, yaml.ScalarNode):
            return self.text(node)
        if self.left < 0:
            if self.left > -MAX_NODES:
                self._too_large(node)
            return ()
        self.level += 1
        if self.level > MAX_DEPTH:
            self.left = 0
            self.problems.add(
                "too-large", "an alias contains itself", "write it out", span_of(node)
            )
            return ()
        data: Data
        if isinstance(node, yaml.SequenceNode):
            data = self.items(node)
        else:
            assert isinstance(node, yaml.MappingNode)
            data = self.block(node)
        self.level -= 1
        return data

    def text(self, node: yaml.ScalarNode) -> Text:
        """A scalar as a string, whatever YAML would make of it."""
        start, value = node.start_mark, node.value
        span = SourceSpan(start.index, node.end_mark.index, start.line + 1, start.column + 1)
        if "${{" in value:
            try:
                parse_template(value)
            except ExpressionError as error:
                self.problems.add_expression(error, span, value)
        quoted = bool(node.style) and NOT_A_STRING.match(value) is not None
        return Text(value=value, quoted=quoted, span=span)

    def items(self, node: yaml.SequenceNode) -> tuple[Data, ...]:
        """The items of a list; a mapping with the key `if` is a `Conditional`."""
        return tuple([self.item(each) for each in node.value])

    def item(self, node: yaml.Node) -> Data:
        """One item of a list."""
        is_data = not isinstance(node, yaml.MappingNode) or self.path[:1] == (EXTRA,)
        if is_data or all(key.value != "if" for key, _ in node.value):
            return self.convert(node)
        assert isinstance(node, yaml.MappingNode)
        return self.conditional(node)

    def block(self, node: yaml.MappingNode) -> Block:
        """A mapping; of a key that stands twice the second is noted as a problem."""
        entries, spans, seen = [], [], set()
        for key_node, value_node in node.value:
            if key_node.tag == MERGE_TAG:
                self._merge(key_node)
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                self._no_key(key_node)
                continue
            key = key_node.value
            if key in seen:
                self._duplicate(key_node)
                continue
            seen.add(key)
            entries.append((key, self._value(key, value_node)))
            spans.append(span_of(key_node))
        return Block(entries=tuple(entries), span=span_of(node), key_spans=tuple(spans))

    def _value(self, key: str, node: yaml.Node) -> Data:
        outer = self.path
        self.path = (*outer, key)
        # Sections are alike at the top level and in an output.
        place = self.path[1:] if self.path[0] == "outputs" else self.path
        if place == STEPS and isinstance(node, yaml.SequenceNode):
            data: Data = tuple([self.convert(each) for each in node.value])
        else:
            data = self.item(node) if place in ONE_ITEM else self.convert(node)
        self.path = outer
        return data

    def conditional(self, node: yaml.MappingNode) -> Data:
        """`if:`, `then:` and perhaps `else:`."""
        parts = {key.value: value for key, value in node.value}
        for key_node, _ in node.value:
            if key_node.value not in CONDITION_KEYS:
                self.problems.add(
                    "unexpected-type",
                    f"an item with `if` has no key {key_node.value!r}",
                    "use `if`, `then` and `else` alone",
                    span_of(key_node),
                )
        condition = parts["if"]
        if not isinstance(condition, yaml.ScalarNode):
            self.problems.add(
                "unexpected-type",
                "the condition is not text",
                "write an expression, such as `if: linux`",
                span_of(condition),
            )
            return ()
        self._check_condition(condition)
        if "then" not in parts:
            self.problems.add(
                "missing-value", "`if` without `then`", "add `then:`", span_of(condition)
            )
        return Conditional(
            condition=self.text(condition),
            then=self.branch(parts.get("then")),
            otherwise=self.branch(parts.get("else")),
            span=span_of(node),
        )

    def _check_condition(self, node: yaml.ScalarNode) -> None:
        try:
            parse_expression(node.value)
        except ExpressionError as error:
            self.problems.add_expression(error, span_of(node), node.value)

    def branch(self, node: yaml.Node | None) -> tuple[Data, ...]:
        """What a branch gives to its list: a single value is a list of one."""
        if node is None or is_null(node):
            return ()
        if isinstance(node, yaml.SequenceNode):
            return self.items(node)
        return (self.item(node),)

    def _too_large(self, node: yaml.Node) -> None:
        self.left = -2 * MAX_NODES
        self.problems.add(
            "too-large",
            f"the file has more than {MAX_NODES:,} values, repeated ones included",
            "write fewer aliases",
            span_of(node),
        )

    def _merge(self, node: yaml.Node) -> None:
        self.problems.add(
            "invalid-yaml",
            "`<<` is not part of the recipe formats",
            "write the keys",
            span_of(node),
        )

    def _no_key(self, node: yaml.Node) -> None:
        message = "a list or a mapping is no key"
        self.problems.add(
            "invalid-yaml", message, "quote text that begins with `{` or `[`", span_of(node)
        )

    def _duplicate(self, node: yaml.ScalarNode) -> None:
        self.problems.add(
            "duplicate-key", f"the key {node.value!r} stands twice", "remove one", span_of(node)
        )


def is_null(node: yaml.Node) -> bool:
    """Whether a node is YAML's null: nothing, `~` or `null`."""
    return (
        isinstance(node, yaml.ScalarNode)
        and not node.style
        and node.value in {"", "~", "null", "Null", "NULL"}
    )
