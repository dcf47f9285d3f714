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
becomes the `else` of the one before it.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_end, line_start
from condax.lint.registry import SAFE, V1, FileEdit, Finding, rule
from condax.recipe.values import Conditional, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.recipe.values import Item

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
                        hint=f"put both into one item, under `{branch}`",
                        fix=_merged(context, one, other, branch),
                    )


def _branch(one: Conditional[Text], other: Conditional[Text]) -> str | None:
    """Where the values of `other` go in `one`: `then`, `else`, or nowhere."""
    first, second = _plain(one.condition.value), _plain(other.condition.value)
    if one.otherwise or other.otherwise:
        return None
    if first == second:
        return "then"
    is_opposite = first == f"not {second}" or second == f"not {first}"
    return "else" if is_opposite else None


def _plain(condition: str) -> str:
    found = re.fullmatch(r"not \((\w+)\)", text := " ".join(condition.split()))
    return f"not {found[1]}" if found else text


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
    branches = [("then", [*then, *more])] if branch == "then" else [("then", then), ("else", more)]
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
