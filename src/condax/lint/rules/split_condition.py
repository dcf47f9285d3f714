"""Neighbours in a list stand under one condition, each with an `if` of its own.

## Why
What belongs together is read twice and changed once: the next condition goes into one of them only.
The bots that add cross-compiling write such items one by one, and merge them afterwards.

## Bad
    requirements:
      build:
        - if: build_platform != host_platform
          then: python
        - if: build_platform != host_platform
          then: cross-python_${{ host_platform }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
      run:
        - python

## Good
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
      run:
        - python

## Fix
Safe: one item for both, where no comment stands between them. An item for the opposite condition
becomes the `else` of the one before it, and one with a further condition (`unix and x`, after
`unix`) an item inside it.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_end, line_start
from condax.lint.registry import SAFE, V1, FileEdit, Finding, rule
from condax.recipe.expression import parse_expression
from condax.recipe.syntax import Binary, Comparison, ExpressionError, Unary
from condax.recipe.values import Conditional, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.recipe.syntax import Node
    from condax.recipe.values import Item

OFFSET = re.compile(r", offset=\d+")
OPPOSITES = {
    **{"and": "or", "or": "and", "==": "!=", "!=": "==", "in": "not in", "not in": "in"},
    **{"<": ">=", ">=": "<", ">": "<=", "<=": ">"},
}
SECTIONS = ("build", "host", "run", "run_constraints")


@rule("CX124", severity=Severity.WARNING, fix=SAFE, formats=(V1,))
def check(context: LintContext) -> Iterator[Finding]:
    """Requirements: pairs of neighbours with the same condition, or with one and its opposite."""
    for output in context.outputs:
        for section in SECTIONS:
            items: Sequence[Item[Text]] = getattr(output.output.requirements, section)
            for one, other in itertools.pairwise(items):
                if not isinstance(one, Conditional) or not isinstance(other, Conditional):
                    continue
                branch = _branch(one, other)
                if branch is not None and other.condition.span is not None:
                    yield Finding(
                        at=context.place(other.condition.span),
                        message=f"the item above has the condition `{one.condition.value}` too",
                        hint=f"put both into one item, under `{branch.partition(':')[0]}`",
                        fix=_merged(context, one, other, branch),
                        no_fix="their lines say more than values and conditions",
                    )


def _branch(one: Conditional[Text], other: Conditional[Text]) -> str | None:
    """Where the values of `other` go in `one`: `then`, `else`, an `if` in `then`, or nowhere."""
    if one.otherwise or other.otherwise:
        return None
    try:
        first, second = (parse_expression(each.condition.value) for each in (one, other))
    except ExpressionError:
        return None
    if _normal(first) == _normal(second):
        return "then"
    if _normal(first) == _normal(second, negated=True):
        return "else"
    return _further(one, other, first, second)


def _further(
    one: Conditional[Text], other: Conditional[Text], first: Node, second: Node
) -> str | None:
    """What the condition of `other` says beside that of `one`, as an `if`."""
    parts, more = _conjuncts(first), _conjuncts(second)
    head = f"{one.condition.value} and "
    if more[: len(parts)] == parts and other.condition.value.startswith(head):
        return f"if: {other.condition.value[len(head) :]}"
    return None


def _conjuncts(node: Node) -> list[str]:
    if isinstance(node, Binary) and node.operator == "and":
        return [*_conjuncts(node.left), *_conjuncts(node.right)]
    return [_normal(node)]


def _normal(node: Node, *, negated: bool = False) -> str:
    """The same text for conditions that say the same, with every `not` as far inside as it goes."""
    if isinstance(node, Unary) and node.operator == "not":
        return _normal(node.operand, negated=not negated)
    if isinstance(node, Binary) and node.operator in {"and", "or"}:
        operator = OPPOSITES[node.operator] if negated else node.operator
        sides = (_normal(each, negated=negated) for each in (node.left, node.right))
        return f"({f' {operator} '.join(sides)})"
    if isinstance(node, Comparison) and len(node.rest) == 1 and negated:
        ((operator, right),) = node.rest
        if operator in OPPOSITES:
            return _normal(Comparison(first=node.first, rest=((OPPOSITES[operator], right),)))
    return ("not " if negated else "") + OFFSET.sub("", repr(node))


def _merged(
    context: LintContext, one: Conditional[Text], other: Conditional[Text], branch: str
) -> tuple[FileEdit, ...]:
    """Both items' lines written anew; nothing where a line says more than its value."""
    text = context.recipe.text
    values = [_texts(text, each) for each in (one, other)]
    if one.span is None or other.span is None or None in values:
        return ()
    start = line_start(text, one.span.start)
    last = [each.span.end for each in other.then if isinstance(each, Text) and each.span]
    end = line_end(text, last[-1])
    head = re.match(r"([ ]*)- if: [^\n#]*\n", text[start:end])
    if head is None or "#" in text[start:end]:
        return ()
    indent = head[1]
    then, more = values[0] or [], values[1] or []
    if branch.startswith("if: "):
        nested = f"{branch}\n{indent}      then:"
        inside = [f" {more[0]}"] if len(more) == 1 else [f"\n{indent}        - {e}" for e in more]
        then, more = [*then, nested + "".join(inside)], []
    branches = [("then", then), ("else", more)] if branch == "else" else [("then", [*then, *more])]
    lines = [head[0].rstrip("\n")]
    for name, listed in branches:
        if len(listed) == 1:
            lines.append(f"{indent}  {name}: {listed[0]}")
        else:
            lines += [f"{indent}  {name}:", *(f"{indent}    - {each}" for each in listed)]
    return (context.edit(start, end, "\n".join(lines) + "\n"),)


def _texts(text: str, item: Conditional[Text]) -> list[str] | None:
    """The values as written; `None` if one is nested or goes over several lines."""
    found = [
        text[each.span.start : each.span.end]
        for each in item.then
        if isinstance(each, Text) and each.span is not None
    ]
    is_plain = len(found) == len(item.then) and not any("\n" in each for each in found)
    return found if is_plain and found else None
