"""Keys under a selector whose lists and mappings are not: without the key they are another's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import Binary, ExpressionError
from condax.recipe.v0.mask import mask
from condax.recipe.values import SourceSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.problems import Problems
    from condax.recipe.syntax import Node
    from condax.recipe.v0.selectors import Selector

KEY = re.compile(r"(?P<before> *(?:- +)*)(?P<key>[\w-]+):\s*(?:#|\[|$)")
NO_CONTENT = re.compile(r"\s*(?:#|\{%.*%\}\s*$|$)")


def note_half_sections(source: str, problems: Problems) -> None:
    """Note each key of a `meta.yaml` of which a selector removes only its own line."""
    masked = mask(source)
    lines = source.split("\n")
    for number, selector in masked.selectors.items():
        found = KEY.match(lines[number])
        if found is None:
            continue
        indent = len(found["before"])
        below = _below(lines, number, indent)
        if all(_is_within(masked.selectors.get(each), selector.expression) for each in below):
            continue
        start = masked.starts[number] + indent
        span = SourceSpan(start, start + len(found["key"]), number + 1, indent + 1)
        message = f"only the line of {found['key']!r} is under its condition"
        hint = "put the same selector on all lines below it"
        problems.add("not-convertible", message, hint, span)


def _below(lines: list[str], number: int, indent: int) -> Iterator[int]:
    """The lines of what a key that begins at `indent` has for its value."""
    for following in range(number + 1, len(lines)):
        line = lines[following]
        if NO_CONTENT.match(line):
            continue
        own = len(line) - len(line.lstrip(" "))
        if own < indent or (own == indent and not line.lstrip().startswith("- ")):
            return
        yield following


def _is_within(selector: Selector | None, condition: str) -> bool:
    """Whether a line is there only where a condition holds, as far as the text says so."""
    if selector is None:
        return False
    try:
        return parse_expression(condition) in _together(parse_expression(selector.expression))
    except ExpressionError:
        return selector.expression == condition


def _together(node: Node) -> Iterator[Node]:
    """What has to hold for a condition to hold: itself, and what it joins with `and`."""
    yield node
    if isinstance(node, Binary) and node.operator == "and":
        yield from _together(node.left)
        yield from _together(node.right)
