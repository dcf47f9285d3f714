"""Where additions and removals go: into which list, behind which line, in which style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.errors import RecipeError
from condax.recipe.dialect import condition_in, scalar, to_dialect
from condax.recipe.layout import layout_of
from condax.recipe.model import RecipeFormat
from condax.recipe.values import Block, Conditional, Data, SourceSpan, Text, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.recipe.layout import Layout
    from condax.recipe.model import Recipe

LIST_BELOW_KEY = re.compile(r"^( *)(?:- +)*[\w-]+:[ \t]*(?:#.*)?\r?\n( *)- ", re.MULTILINE)
PROPERTY = re.compile(r"[&!]\S*[ \t]+")
STEP = "  "


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Put `text` in place of `source[start:end]`; `start == end` inserts."""

    start: int
    end: int
    text: str


class NewItem:
    """A requirement to be written, in the dialect of a recipe; `condition` is one of v1."""

    def __init__(self, recipe: Recipe, text: str, condition: str | None) -> None:
        """Text and condition are put into the recipe's dialect here."""
        self.is_v0 = recipe.format is RecipeFormat.V0
        self.text = scalar(to_dialect(text, recipe.format), recipe.format)
        self.condition = None if condition is None else condition_in(condition, recipe.format)

    def lines(self, dash: str) -> list[str]:
        """The lines of the item in a list whose items begin with `dash`."""
        if self.condition is None:
            return [f"{dash}{self.text}"]
        if self.is_v0:
            return [f"{dash}{self.text}  # [{self.condition}]"]
        condition = scalar(self.condition, RecipeFormat.V1)
        return [f"{dash}if: {condition}", f"{' ' * len(dash)}then: {self.text}"]

    @property
    def flow(self) -> str:
        """The item in a list in brackets."""
        if self.condition is None:
            return self.text
        return f"{{if: {scalar(self.condition, RecipeFormat.V1)}, then: {self.text}}}"


def under_selector(edit: Edit, conditions: tuple[str, ...]) -> Edit:
    """The same with each new line of a `meta.yaml` under the conditions of its output."""
    lines = [_selected(line, conditions) for line in edit.text.split("\n")]
    return Edit(start=edit.start, end=edit.end, text="\n".join(lines))


def _selected(line: str, conditions: tuple[str, ...]) -> str:
    if not line.strip():
        return line
    content, _, own = line.rstrip("\r").partition("  # [")
    parts = [*conditions, *([own[:-1]] if own else [])]
    selector = parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)
    return f"{content}  # [{selector}]" + ("\r" if line.endswith("\r") else "")


def written(recipe: Recipe, value: str) -> str:
    """A scalar in the recipe's dialect."""
    return scalar(to_dialect(value, recipe.format), recipe.format)


def list_step(text: str) -> str:
    """What lists are indented by below their key: two spaces, or nothing as some recipes do."""
    match = LIST_BELOW_KEY.search(text)
    return "" if match and len(match.group(1)) == len(match.group(2)) else STEP


def value_span(text: str, span: SourceSpan) -> tuple[int, int]:
    """The scalar itself, without the anchor or tag before it and the space behind it."""
    start = span.start
    while match := PROPERTY.match(text, start, span.end):
        start = match.end()
    return start, start + len(text[start : span.end].rstrip())


def is_block_item(text: str, span: SourceSpan) -> bool:
    """Whether a value stands behind the dash of a list."""
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return re.search(r"(?:^|\s)- *\Z", before) is not None


def after_item(recipe: Recipe, span: SourceSpan, item: NewItem) -> tuple[Edit, ...]:
    """Behind the item at `span`, in the same list."""
    layout = layout_of(recipe.text)
    line = layout.line_at(value_span(recipe.text, span)[1] - 1)
    column = span.start - layout.starts[layout.line_at(span.start)]
    before = layout.lines[layout.line_at(span.start)][:column]
    dash = re.sub(r"[^ ](?=.*-)", " ", before)
    return (_behind_line(layout, line, item.lines(dash)),)


def into_list(recipe: Recipe, data: Data | None, at: SourceSpan, item: NewItem) -> tuple[Edit, ...]:
    """At the end of the list of the key that stands at `at`, which may be empty or one scalar."""
    layout = layout_of(recipe.text)
    line, indent = at.line - 1, at.column - 1
    rest = layout.lines[line][at.column - 1 + at.end - at.start :].lstrip(": \t")
    rest = PROPERTY.sub("", f"{rest} ", count=1).rstrip() if rest[:1] in {"&", "!"} else rest
    if rest.startswith("*"):
        raise RecipeError(
            "the list is an alias of another one",
            hint="write the list out, or edit it where its anchor stands",
            where=f"{recipe.path}:{at.line}",
        )
    dash = " " * indent + list_step(recipe.text) + "- "
    if rest.startswith("["):
        return _into_brackets(
            recipe, layout.starts[line] + layout.lines[line].index("[", indent), item
        )
    if rest and not rest.startswith("#"):
        return _beside_scalar(layout, line, rest, item.lines(dash), dash)
    block = layout.block_list(line, indent)
    if block is None:
        return (_behind_line(layout, line, item.lines(dash)),)
    same = _same_condition(data, item)
    if same is not None and (edits := _into_branch(layout, same, item)):
        return edits
    return (_behind_line(layout, layout.list_end(block, line), item.lines(block.dash)),)


def _same_condition(data: Data | None, item: NewItem) -> Conditional[Data] | None:
    if item.condition is None or item.is_v0:
        return None
    for each in data if isinstance(data, tuple) else ():
        if isinstance(each, Conditional) and each.condition.value.strip() == item.condition:
            return each
    return None


def _into_branch(layout: Layout, conditional: Conditional[Data], item: NewItem) -> tuple[Edit, ...]:
    """At the end of the `then:` of a condition in block style; nothing if it is in braces."""
    span = conditional.span
    assert span is not None
    for line in range(span.line - 1, layout.line_at(span.end) + 1):
        match = re.match(r"( *(?:- +)?)then:[ \t]*(.*)", layout.lines[line])
        if match is None or match.group(2).startswith("["):
            continue
        indent = len(match.group(1))
        block = layout.block_list(line, indent)
        dash = " " * (indent + len(STEP)) + "- " if block is None else block.dash
        lines = [f"{dash}{item.text}"]
        if block is not None:
            return (_behind_line(layout, layout.list_end(block, line), lines),)
        return _beside_scalar(layout, line, match.group(2), lines, dash)
    return ()


def _beside_scalar(
    layout: Layout, line: int, rest: str, lines: list[str], dash: str
) -> tuple[Edit, ...]:
    """Make a list of the scalar `rest` at the end of a line, and add to it."""
    end = layout.end(line)
    start = end - len(rest)
    before = layout.text[:start].rstrip(" \t")
    if rest.split("#")[0].strip() in {"", "~", "null"}:
        return (Edit(start=len(before), end=end, text=layout.newline + layout.newline.join(lines)),)
    return (
        Edit(start=len(before), end=start, text=f"{layout.newline}{dash}"),
        _behind_line(layout, line, lines),
    )


def _into_brackets(recipe: Recipe, start: int, item: NewItem) -> tuple[Edit, ...]:
    end = closing(recipe.text, start)
    inside = recipe.text[start + 1 : end]
    if item.is_v0 and item.condition is not None:
        raise RecipeError(
            "a list in brackets has no place for a selector",
            hint="write the list with one item on each line",
            where=f"{recipe.path}:{layout_of(recipe.text).line_at(start) + 1}",
        )
    if not inside.strip():
        return (Edit(start=start + 1, end=end, text=item.flow),)
    place = start + 1 + len(inside.rstrip().rstrip(",").rstrip())
    return (Edit(start=place, end=place, text=f", {item.flow}"),)


def closing(text: str, start: int) -> int:
    """Where the bracket closes that opens at `start`, quoted text left out of account."""
    depth = 0
    for match in re.finditer(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\[{]|[\]}]""", text[start:]):
        if match.group() in {"[", "{"}:
            depth += 1
        elif match.group() in {"]", "}"}:
            depth -= 1
            if depth == 0:
                return start + match.start()
    return len(text)


def without_lines(layout: Layout, first: int, last: int) -> Edit:
    """The lines gone, together with one newline."""
    if last + 1 < len(layout.starts):
        return Edit(start=layout.starts[first], end=layout.starts[last + 1], text="")
    start = layout.end(first - 1) if first else 0
    return Edit(start=start, end=len(layout.text), text="")


def without_flow_item(text: str, span: SourceSpan) -> Edit:
    """An item of a list in brackets gone, together with one comma."""
    start, end = span.start, value_span(text, span)[1]
    if match := re.compile(r"\s*,[ \t]*").match(text, end):
        return Edit(start=start, end=match.end(), text="")
    before = re.search(r",\s*\Z", text[:start])
    return Edit(start=start - len(before.group()) if before else start, end=end, text="")


def whole_item(recipe: Recipe, text: Text) -> SourceSpan:
    """Where an item stands; with the condition around it if nothing else is under that."""
    assert text.span is not None
    for conditional in conditionals(recipe.document):
        inside = list(leaves((*conditional.then, *conditional.otherwise)))
        if len(inside) == 1 and isinstance(inside[0], Text) and inside[0].span == text.span:
            is_v1 = recipe.format is RecipeFormat.V1
            return conditional.span if is_v1 and conditional.span else text.span
    return text.span


def conditionals(data: Data) -> Iterator[Conditional[Data]]:
    """Every condition of a document, outermost first."""
    if isinstance(data, Conditional):
        yield data
        parts: Sequence[Data] = (*data.then, *data.otherwise)
    elif isinstance(data, Block):
        parts = [value for _, value in data.entries]
    else:
        parts = data if isinstance(data, tuple) else ()
    for part in parts:
        yield from conditionals(part)


def _behind_line(layout: Layout, line: int, lines: Sequence[str]) -> Edit:
    place = layout.end(line)
    return Edit(start=place, end=place, text="".join(layout.newline + each for each in lines))


def behind_key(layout: Layout, at: SourceSpan, lines: Sequence[str]) -> Edit:
    """Lines behind everything that belongs to the key at `at`."""
    return _behind_line(layout, layout.section_end(at.line - 1, at.column - 1), lines)


def before_key(layout: Layout, at: SourceSpan, lines: Sequence[str]) -> Edit:
    """Lines before the line of a key."""
    place = layout.starts[at.line - 1]
    return Edit(start=place, end=place, text="".join(each + layout.newline for each in lines))
