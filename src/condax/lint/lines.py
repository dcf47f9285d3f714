"""Lines of requirement lists, in the dialect and with the indentation of their recipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.jinja_blocks import blocks_at
from condax.lint.registry import FileEdit
from condax.recipe.model import RecipeFormat
from condax.recipe.v0.selectors import find_selector
from condax.recipe.values import Conditional, leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.lint.context import LintContext
    from condax.lint.jinja_blocks import Blocks
    from condax.lint.view import OutputView, Requirement
    from condax.recipe.values import Item, SourceSpan, Text

Edits = tuple[FileEdit, ...]
ITEM = re.compile(r"( *)- ")
SELECTOR = re.compile(r"\s*(#\s*\[[^\]\n]*\])")
ORDER = ("build", "host", "run", "run_constraints")


class Writer:
    """Lines of one recipe, in its dialect."""

    def __init__(self, context: LintContext) -> None:
        """Writes for the recipe of `context`."""
        self.recipe = context.recipe
        self.text = context.recipe.text
        self.is_v0 = context.recipe.format is RecipeFormat.V0
        self.replacing = context.edit

    def blocks_at(self, offset: int) -> Blocks:
        """The blocks of v0's Jinja around a place."""
        return blocks_at(self.text, offset) if self.is_v0 else ()

    def home(self, output: OutputView) -> Blocks:
        """The blocks around the whole output: what is in others does not always hold."""
        names = value_leaves(output.output.package.name)
        span = next((each.span for each in names if each.span is not None), None)
        return self.blocks_at(span.start) if span is not None else ()

    def edit(self, start: int, text: str) -> Edits:
        """Whole lines, inserted at the beginning of a line or at the end of the file."""
        if start and self.text[start - 1] != "\n":
            text = f"\n{text}".rstrip("\n")
        return (self.replacing(start, start, text),)

    def lines(
        self, indent: str, specs: Sequence[str], condition: str | None, column: int = 0
    ) -> str:
        """List items for `specs`, under a condition if there is one; v0 has it in one column."""
        if self.is_v0:
            selector = f"# [{as_v0(condition)}]" if condition else ""
            items = [f"{indent}- {as_v0(spec)}{'  ' * bool(selector)}" for spec in specs]
            width = max(column, *map(len, items)) if selector else 0
            return "".join(f"{item:<{width}}{selector}\n" for item in items)
        if condition is None:
            return "".join(f"{indent}- {spec}\n" for spec in specs)
        head = f"{indent}- if: {condition}\n{indent}  then:"
        if len(specs) == 1:
            return f"{head} {specs[0]}\n"
        return f"{head}\n" + "".join(f"{indent}    - {spec}\n" for spec in specs)

    def after(self, output: OutputView, entry: Requirement, specs: Sequence[str]) -> Edits:
        """A line with the same indentation and selector, below that of the entry."""
        if entry.span is None:
            return ()
        start, end = line_start(self.text, entry.span.start), line_end(self.text, entry.span.end)
        item = ITEM.match(self.text, start)
        if item is None:
            return self.beside(output, entry, specs)
        if self.text[item.end() : entry.span.start].strip():
            return ()
        written = self.text[entry.span.start : entry.span.end]
        new = self.lines(item[1], [in_style_of(each, written) for each in specs], None)
        line = self.text[start:end].rstrip("\r\n")
        if self.is_v0 and (selector := find_selector(line)) is not None:
            width = max(line.find("#", selector.content_end), 0)
            lines = [f"{each}  ".ljust(width) for each in new.splitlines()]
            new = "".join(f"{each}# [{selector.expression}]\n" for each in lines)
        return self.edit(end, new)

    def beside(self, output: OutputView, entry: Requirement, specs: Sequence[str]) -> Edits:
        """Below a whole `if/then` item whose only branch is the entry, under its condition."""
        items: tuple[Item[Text], ...] = getattr(output.output.requirements, entry.section)
        for item in items:
            if not isinstance(item, Conditional) or item.span is None or item.otherwise:
                continue
            if any(each is entry.text for each in leaves(item.then)):
                start = line_start(self.text, item.span.start)
                found = ITEM.match(self.text, start)
                if found is None:
                    return ()
                if entry.span is None:
                    return ()
                written = self.text[entry.span.start : entry.span.end]
                alike = [in_style_of(each, written) for each in specs]
                new = self.lines(found[1], alike, item.condition.value)
                return self.edit(line_end(self.text, entry.span.end), new)
        return ()

    def joined(self, items: Sequence[Item[Text]], specs: Sequence[str], condition: str) -> Edits:
        """Into a v1 block with the same condition, at its end; in v0 below the last such line."""
        same = [
            each
            for each in items
            if isinstance(each, Conditional)
            and not each.otherwise
            and same_condition(each.condition.value, condition)
        ]
        for item in reversed(same) if self.is_v0 else same:
            last = list(leaves(item.then))[-1:]
            if not last or last[0].span is None:
                continue
            start = line_start(self.text, last[0].span.start)
            found = ITEM.match(self.text, start)
            if found and found.end() == last[0].span.start:
                end = line_end(self.text, last[0].span.end)
                if not self.is_v0:
                    return self.edit(end, self.lines(found[1], specs, None))
                if selector := SELECTOR.match(self.text, last[0].span.end):
                    column = selector.start(1) - start
                    return self.edit(end, self.lines(found[1], specs, condition, column))
        return ()

    def beside_all(
        self,
        within: tuple[int, int],
        specs: Sequence[str],
        condition: str | None,
        *,
        at_end: bool,
        home: Blocks,
    ) -> Edits:
        """Conditional items go before the section's first, with its comments, others last.

        Either stands outside of the blocks that are only around some of the items. `within`: where
        the first begins, and the line behind the last.
        """
        start, last = within
        found = ITEM.match(self.text, line_start(self.text, start))
        if found is None:
            return ()
        if condition is None or at_end:
            place = self.below_blocks(last, home)
        else:
            place = self.above_blocks(above_comments(self.text, found.start()), home)
        column = self.column(found.start(), last, at_end=at_end)
        return self.edit(place, self.lines(found[1], specs, condition, column))

    def column(self, start: int, end: int, *, at_end: bool) -> int:
        """Where the selectors of v0 stand in some lines: that of the first, or of the last."""
        lines = (SELECTOR.search(line) for line in self.text[start:end].splitlines())
        columns = [found.start(1) for found in lines if found is not None]
        return columns[-1 if at_end else 0] if columns else 0

    def above_blocks(self, line: int, home: Blocks) -> int:
        """The nearest line above that no further blocks are around."""
        while line and self.blocks_at(line) != home:
            line = line_start(self.text, line - 1)
        return line

    def below_blocks(self, line: int, home: Blocks) -> int:
        """The nearest line below that no further blocks are around."""
        while line < len(self.text) and self.blocks_at(line) != home:
            line = line_end(self.text, line)
        return line

    def new_section(
        self, output: OutputView, section: str, specs: Sequence[str], condition: str | None
    ) -> Edits:
        """The section with its key: in place if the key is there, else where the order wants it."""
        requirements = output.output.requirements
        keys = dict(requirements.sections)
        if section in keys:
            key = keys[section]
            end = line_end(self.text, key.end)
            if self.text[key.end : end].strip(" :\n") not in {"", "[]"}:
                return ()
            indent = _indent(self.text, key.start)
            new = f"{indent}{section}:\n" + self.lines(f"{indent}  ", specs, condition)
            start = line_start(self.text, key.start)
            return (self.replacing(start, end, new),)
        later = [keys[name] for name in ORDER[ORDER.index(section) + 1 :] if name in keys]
        if later:
            return self.section_at(section, specs, condition, later[0])
        earlier = [each.span for each in leaves(requirements.build) if each.span is not None]
        if section == "host" and earlier and "build" in keys:
            indent = _indent(self.text, keys["build"].start)
            new = f"{indent}{section}:\n" + self.lines(f"{indent}  ", specs, condition)
            end = line_end(self.text, earlier[-1].end)
            return self.edit(self.below_blocks(end, self.home(output)), new)
        return ()

    def section_at(
        self, section: str, specs: Sequence[str], condition: str | None, later: SourceSpan
    ) -> Edits:
        """The section with its key, above the key of a later one."""
        indent = _indent(self.text, later.start)
        start = line_start(self.text, later.start)
        if self.text[start : later.start].strip():
            return ()
        return self.edit(
            start, f"{indent}{section}:\n" + self.lines(f"{indent}  ", specs, condition)
        )


def as_v0(text: str | None) -> str:
    """Text of the other format as v0 spells it, in the quotes that it has."""
    return re.sub(r"\bhost_platform\b", "target_platform", (text or "").replace("${{", "{{"))


def in_style_of(spec: str, written: str) -> str:
    """A spec in the quotes of one that is written: those inside, and YAML's if it is of its kind.

    `${{ … }}` may have them where a plain name has none.
    """
    outer = written[:1] if written[:1] in {'"', "'"} else ""
    inner = written.strip(outer) if outer else written
    if "'" in inner and '"' not in inner and "'" not in spec:
        spec = spec.replace('"', "'")
    is_alike = ("{" in spec) == ("{" in inner)
    return f"{outer}{spec}{outer}" if outer and is_alike and outer not in spec else spec


def same_condition(condition: str, other: str) -> bool:
    """Whether two conditions are one, where `target_platform` is another word."""
    forms = [
        re.sub(r"\s+", " ", each.replace("target_platform", "host_platform")).strip()
        for each in (condition, other)
    ]
    return forms[0] == forms[1]


def above_comments(text: str, line: int) -> int:
    """Where the lines of comments right above a line begin, which say something about it."""
    while line:
        above = line_start(text, line - 1)
        comment = text[above:line].lstrip()
        if not comment.startswith("#") or comment.startswith("#!"):
            break
        line = above
    return line


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _indent(text: str, offset: int) -> str:
    start = line_start(text, offset)
    return text[start:offset] if not text[start:offset].strip() else ""
