"""Requirements in brackets, `build: [make, cmake]`: what is added there, or in lines instead.

A condition of v0 is one of a whole line, so that such a list becomes one with an item a line. In v0
it has several lines or a selector: what a line has in brackets at its end is one to conda-build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.lines import as_v0, in_style_of, line_end, line_start
from condax.recipe.dialect import scalar
from condax.recipe.model import RecipeFormat
from condax.recipe.placing import closing, list_step, value_span
from condax.recipe.values import Conditional, leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.lint.lines import Edits, Writer
    from condax.lint.view import OutputView
    from condax.recipe.values import Item, SourceSpan, Text

OPENING = re.compile(r"[ \t]*:[ \t]*\[")
SPECIAL = re.compile(r"[\[\]{},]")
"""What ends a text without quotes in such a list."""


def is_in_brackets(text: str, span: SourceSpan) -> bool:
    """Whether a value is one of several in a line."""
    return text[: span.start].rstrip()[-1:] in {"[", ","}


def brackets_of(writer: Writer, output: OutputView, section: str) -> tuple[int, int] | None:
    """Where the list of a section opens and closes."""
    key = dict(output.output.requirements.sections).get(section)
    found = OPENING.match(writer.text, key.end) if key is not None else None
    return (found.end() - 1, closing(writer.text, found.end() - 1)) if found else None


def after_in_brackets(writer: Writer, entry: SourceSpan, specs: Sequence[str]) -> Edits:
    """Behind an entry of the list, under its condition."""
    start, end = value_span(writer.text, entry)
    new = [_written(writer, spec, writer.text[start:end]) for spec in specs]
    return (writer.replacing(end, end, "".join(f", {each}" for each in new)),)


def into_brackets(
    writer: Writer,
    brackets: tuple[int, int],
    items: Sequence[Item[Text]],
    specs: Sequence[str],
    condition: str | None,
) -> Edits:
    """At the end of the list; with a condition before all others, in lines if there is room.

    None where a comment or a selector of v0 is about the line.
    """
    start, end = brackets
    inside, text = writer.text[start + 1 : end], writer.text
    behind = text[end + 1 : line_end(text, end)].strip()
    if "#" in inside or (behind and writer.is_v0):
        return ()
    if condition is None:
        beside = _last(writer, items)
        new = "".join(f", {_written(writer, spec, beside)}" for spec in specs)
        place = start + 1 + len(inside.rstrip().rstrip(",").rstrip())
        return (writer.replacing(place, place, new),)
    before = text[line_start(text, start) : start]
    has_room = re.fullmatch(r" *[\w-]+:[ \t]*", before) is not None and not behind
    if has_room and not any(isinstance(each, Conditional) for each in items):
        listed = [each for each in items if not isinstance(each, Conditional)]
        return _in_lines(writer, brackets, listed, writer.lines("", specs, condition))
    if writer.is_v0:
        return ()
    new = ", ".join(_written(writer, spec, "") for spec in specs)
    new = f"[{new}]" if len(specs) > 1 else new
    return (writer.replacing(start + 1, start + 1, f"{{if: {condition}, then: {new}}}, "),)


def _in_lines(
    writer: Writer, brackets: tuple[int, int], items: Sequence[Text], first: str
) -> Edits:
    """The list with an item a line, behind the lines that come first."""
    start, end = brackets
    text, begin = writer.text, line_start(writer.text, start)
    width = len(text[begin:start]) - len(text[begin:start].lstrip())
    indent = " " * width + list_step(text)
    lines = [*first.splitlines(), *(f"- {_plain(writer, each)}" for each in items)]
    new = "".join(f"\n{indent}{line}" for line in lines)
    start = begin + len(text[begin:start].rstrip())
    return (writer.replacing(start, end + 1, new),)


def _last(writer: Writer, items: Sequence[Item[Text]]) -> str:
    """The list's last entry as it is written, if no branch of all is without one."""
    *_, last = (None, *leaves(items))
    if last is None or last.span is None:
        return ""
    start, end = value_span(writer.text, last.span)
    return writer.text[start:end]


def _plain(writer: Writer, item: Text) -> str:
    assert item.span is not None
    if writer.is_v0:
        start, end = value_span(writer.text, item.span)
        return writer.text[start:end]
    return scalar(item.value, RecipeFormat.V1)


def _written(writer: Writer, spec: str, beside: str) -> str:
    """A spec in the quotes of one beside it, or in those that it needs."""
    new = in_style_of(as_v0(spec) if writer.is_v0 else spec, beside)
    if new[:1] in "\"'" or SPECIAL.search(new) is None or (writer.is_v0 and new[:2] == "{{"):
        return new
    return f'"{new}"' if '"' not in new else "'" + new.replace("'", "''") + "'"
