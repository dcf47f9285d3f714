"""Requirements that are put under a condition where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.choices import INSIDE, is_choice
from condax.lint.edits import NOT_IN_LINES
from condax.lint.lines import ITEM, Writer, as_v0, line_end, line_start, same_condition
from condax.lint.registry import FileEdit, Finding
from condax.recipe.values import Conditional, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.lint.lines import Edits
    from condax.lint.view import OutputView, Requirement
    from condax.recipe.values import SourceSpan

REASON = re.compile(r"#+\s*(?![-\[#])\S+(?:\s+\S+){2,}")
"""A comment of some words, which is neither an entry that is left out nor a selector."""
PARENTHESES = re.compile(r"[()]")
"""What conda-build lets stand before a selector and not behind it."""


def conditional_requirement(  # noqa: PLR0913 - one keyword for each thing that a finding says
    context: LintContext,
    output: OutputView,
    entries: Sequence[Requirement],
    *,
    message: str,
    condition: str,
    is_unsafe: bool = False,
) -> Iterator[Finding]:
    """A finding at the first of `entries`, which have no condition, that puts all under one.

    The fix needs a look where a comment of the author's gives a reason for an entry.
    """
    spans = [each.span for each in entries if each.span is not None]
    if len(spans) != len(entries) or not spans:
        return
    writer = Writer(context)
    fix = _edits(writer, output, spans, condition)
    is_inside = any(is_choice(each.text.value) for each in entries)
    yield Finding(
        at=context.place(spans[0]),
        message=message,
        hint=f"put it under `{condition}`",
        fix=() if is_inside else fix,
        is_unsafe=is_unsafe or any(_has_reason(writer.text, each) for each in spans),
        no_fix=INSIDE if is_inside else NOT_IN_LINES,
    )


def _has_reason(text: str, span: SourceSpan) -> bool:
    start, end = line_start(text, span.start), line_end(text, span.end)
    above = text[line_start(text, start - 1) : start] if start else ""
    return any(REASON.match(each.strip()) is not None for each in (above, text[span.end : end]))


def _edits(
    writer: Writer, output: OutputView, spans: Sequence[SourceSpan], condition: str
) -> Edits:
    text = writer.text
    items = [ITEM.match(text, line_start(text, each.start)) for each in spans]
    found = [each for each in items if each is not None]
    starts = zip(found, spans, strict=False)
    if len(found) < len(spans) or any(each.end() != span.start for each, span in starts):
        return ()
    if writer.is_v0:
        column = _column(writer, spans)
        return tuple(_selected(writer, each, condition, column) for each in spans)
    return _in_a_block(writer, output, spans, condition)


def _column(writer: Writer, spans: Sequence[SourceSpan]) -> int:
    """Where the selectors stand of the entries and of the lines next to them."""
    text = writer.text
    start = line_start(text, line_start(text, spans[0].start) - 1)
    end = line_end(text, line_end(text, spans[-1].end))
    ends = (len(text[line_start(text, each.start) : each.end].rstrip()) + 2 for each in spans)
    return max(writer.column(start, end, at_end=True), *ends)


def _selected(writer: Writer, span: SourceSpan, condition: str, column: int) -> FileEdit:
    """The line with a selector in a column, before the comment that it may have."""
    start, stop = line_start(writer.text, span.start), line_end(writer.text, span.end)
    entry, rest = writer.text[start : span.end].rstrip(), writer.text[span.end : stop].rstrip()
    comment = rest.strip().removeprefix("#").strip()
    words = [f"[{as_v0(condition)}]", *([comment] if comment else [])]
    if PARENTHESES.search(comment):
        words.reverse()
    new = f"{entry:<{column}}# {' '.join(words)}"
    return writer.replacing(start, span.end + len(rest), new)


def _in_a_block(
    writer: Writer, output: OutputView, spans: Sequence[SourceSpan], condition: str
) -> Edits:
    """First in a block that has the condition already, else a block in the place of the first."""
    text = writer.text
    lines = [text[each.start : line_end(text, each.end)].rstrip("\r\n") for each in spans]
    starts = [(line_start(text, each.start), line_end(text, each.end)) for each in spans]
    gone = [writer.replacing(start, end, "") for start, end in starts]
    if (place := _block(writer, output, condition)) is not None:
        indent = text[line_start(text, place) : place]
        new = "".join(f"{indent}- {line}\n" for line in lines)
        start = line_start(text, place)
        return (*gone, writer.replacing(start, start, new))
    start, end = starts[0]
    indent = text[start : spans[0].start - len("- ")]
    first = writer.replacing(start, end, writer.lines(indent, lines, condition))
    return (first, *gone[1:])


def _block(writer: Writer, output: OutputView, condition: str) -> int | None:
    """Where the first entry stands, with its dash, of a block with the condition."""
    for item in output.output.requirements.build:
        if not isinstance(item, Conditional) or item.otherwise:
            continue
        if not same_condition(item.condition.value, condition):
            continue
        first = next(leaves(item.then), None)
        if first is None or first.span is None:
            continue
        found = ITEM.match(writer.text, line_start(writer.text, first.span.start))
        if found is not None and found.end() == first.span.start:
            return found.end(1)
    return None
