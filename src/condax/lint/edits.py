"""Edits of requirement lists in the recipe's own dialect, and findings that carry them.

Lists have an item a line, or stand in brackets: for anything else there is no edit, and the finding
stands without a fix.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.lint.brackets import after_in_brackets, brackets_of, into_brackets, is_in_brackets
from condax.lint.choices import INSIDE, is_choice
from condax.lint.lines import Edits, Writer, line_end, line_start
from condax.lint.registry import FileEdit, Finding
from condax.recipe.values import Conditional, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.lint.view import OutputView, Requirement
    from condax.recipe.values import Item, Text

NOT_IN_LINES = "a list of its requirements does not have one item a line"
IN_A_BLOCK = "some of its requirements stand in a block such as `{% if … %}`"
BESIDE_AN_ELSE = "it is the only value of a branch, and there is an `else`"


@dataclass(frozen=True, kw_only=True, slots=True)
class Insertion:
    """Requirements to add to a section: after an entry, else before or behind all others."""

    section: str
    specs: tuple[str, ...]
    condition: str | None = None
    """Conditional entries come first in their section, others last."""
    after: Requirement | None = None
    """The entry that they follow, under its own condition."""
    like: Requirement | None = None
    """The entry whose conditions they take over; they come last."""
    join: bool = True
    """They may enter a block that has the same condition."""

    @property
    def is_beside_a_choice(self) -> bool:
        """Whether the entry that they belong to has its condition inside."""
        return any(is_choice(each.text.value) for each in (self.after, self.like) if each)


def requirement_finding(
    context: LintContext,
    entry: Requirement,
    *,
    message: str,
    specs: Sequence[str],
    condition: str | None = None,
) -> Iterator[Finding]:
    """A finding at `entry` whose fix adds `specs` to `build`.

    Without a condition they come after `entry` and under its own; with one they come first.
    """
    if entry.span is None:
        return
    insertion = Insertion(
        section="build",
        specs=tuple(specs),
        condition=condition,
        after=None if condition else entry,
    )
    shown = ", ".join(f"`{spec}`" for spec in specs)
    when = " when cross-compiling" if condition else ""
    output = _output_of(context, entry)
    fix = inserted(context, output, insertion)
    yield Finding(
        at=context.place(entry.span),
        message=message,
        hint=f"add {shown} to `build`{when}",
        fix=fix,
        no_fix="" if fix else _why_not(context, output, insertion),
    )


def _output_of(context: LintContext, entry: Requirement) -> OutputView:
    return next(
        output for output in context.outputs if any(each is entry for each in output.requirements)
    )


def moved_requirement(
    context: LintContext,
    entry: Requirement,
    *,
    message: str,
    section: str,
    spec: str | None = None,
) -> Iterator[Finding]:
    """A finding at `entry` whose fix moves it to another section, or puts `spec` there."""
    if entry.span is None:
        return
    output, new = _output_of(context, entry), spec or entry.text.value
    there = any(each.name == new.split()[0] for each in getattr(output, section))
    removal = removed(context, entry.text)
    insertion = Insertion(section=section, specs=(new,), like=entry)
    addition = () if there else inserted(context, output, insertion)
    fix = (*removal, *addition) if removal and (addition or there) else ()
    yield Finding(
        at=context.place(entry.span),
        message=message,
        hint=f"require `{new}` in `{section}`",
        fix=fix,
        no_fix="" if fix else _why_not(context, output, insertion),
    )


def moved_requirements(
    context: LintContext,
    output: OutputView,
    entries: Sequence[Requirement],
    *,
    message: str,
    insertions: Sequence[Insertion],
) -> Iterator[Finding]:
    """A finding at the first of `entries` whose fix, a guess, puts `insertions` in their place."""
    spans = [each.span for each in entries if each.span is not None]
    removals = [removed(context, each.text) for each in entries]
    additions = [inserted(context, output, each) for each in insertions]
    shown = ", ".join(f"`{each}`" for each in insertions[0].specs)
    edits = _merged([edit for edits in (*removals, *additions) for edit in edits])
    yield Finding(
        at=context.place(spans[0]),
        message=message,
        hint=f"require {shown} in `{insertions[0].section}`",
        fix=edits if all(removals) and all(additions) else (),
        is_unsafe=True,
        no_fix=_why_not(context, output, *insertions),
    )


def removed_requirement(
    context: LintContext, entry: Requirement, *, message: str, hint: str, no_fix: str = ""
) -> Iterator[Finding]:
    """A finding at `entry` whose fix removes it, unless there is a reason against that."""
    if entry.span is not None:
        yield Finding(
            at=context.place(entry.span),
            message=message,
            hint=hint,
            fix=() if no_fix else removed(context, entry.text),
            no_fix=no_fix or (INSIDE if is_choice(entry.text.value) else ""),
        )


def inserted(context: LintContext, output: OutputView, insertion: Insertion) -> Edits:
    """Edits that add requirements to a section of an output.

    None where its lists have no lines, or where there is no line that always holds.
    """
    writer = Writer(context)
    in_a_block = insertion.after is None and _is_in_a_block(writer, output, insertion)
    if in_a_block or insertion.is_beside_a_choice:
        return ()
    if insertion.after is not None:
        return _after(writer, output, insertion.after, insertion.specs)
    condition, like = insertion.condition, insertion.like
    if like is not None and like.conditions:
        condition = " and ".join(_grouped(each) for each in like.conditions)
    return _into(writer, output, insertion, condition)


def _after(writer: Writer, output: OutputView, entry: Requirement, specs: Sequence[str]) -> Edits:
    if entry.span is not None and is_in_brackets(writer.text, entry.span):
        return after_in_brackets(writer, entry.span, specs)
    return writer.after(output, entry, specs)


def _into(writer: Writer, output: OutputView, insertion: Insertion, condition: str | None) -> Edits:
    """Into the lines or the line of a section, or into one that is made."""
    specs, section = insertion.specs, insertion.section
    items: tuple[Item[Text], ...] = getattr(output.output.requirements, section)
    if not items:
        return writer.new_section(output, section, specs, condition)
    if condition and insertion.join and (joined := writer.joined(items, specs, condition)):
        return joined
    if brackets := brackets_of(writer, output, section):
        return into_brackets(writer, brackets, items, specs, condition)
    start, last = _start_of(items[0]), _last_line(writer, items)
    if start is None or last is None:
        return ()
    at_end, home = insertion.like is not None, writer.home(output)
    return writer.beside_all((start, last), specs, condition, at_end=at_end, home=home)


def _is_in_a_block(writer: Writer, output: OutputView, insertion: Insertion) -> bool:
    """Whether a block of v0's Jinja is around the section, or around the entry to be alike.

    A section that is missing has to find its place among the others; one that stands twice has
    branches of its own.
    """
    requirements, section = output.output.requirements, insertion.section
    keys = dict(requirements.sections)
    spans = [keys[section]] if section in keys else list(keys.values())
    if insertion.like is not None and insertion.like.span is not None:
        spans.append(insertion.like.span)
    home = writer.home(output)
    items: tuple[Item[Text], ...] = getattr(requirements, section)
    is_twice = any(isinstance(each, Conditional) and each.otherwise for each in items)
    return any(writer.blocks_at(each.start) != home for each in spans) or (
        writer.is_v0 and is_twice
    )


def _why_not(context: LintContext, output: OutputView, *insertions: Insertion) -> str:
    """The reason where there are no edits."""
    writer = Writer(context)
    if any(each.is_beside_a_choice or any(map(is_choice, each.specs)) for each in insertions):
        return INSIDE
    if any(_is_in_a_block(writer, output, each) for each in insertions):
        return IN_A_BLOCK
    entries = [each.after.text for each in insertions if each.after is not None]
    build = output.output.requirements.build
    branches = [each for each in build if isinstance(each, Conditional) and each.otherwise]
    beside = [leaf for each in branches for leaf in leaves((*each.then, *each.otherwise))]
    if any(leaf is entry for leaf in beside for entry in entries):
        return BESIDE_AN_ELSE
    return NOT_IN_LINES


def _grouped(condition: str) -> str:
    return f"({condition})" if " or " in condition else condition


def _start_of(item: Item[Text]) -> int | None:
    """Where an item begins; a v0 entry with a selector begins with its own text."""
    span = item.span or next((each.span for each in leaves((item,))), None)
    return span.start if span is not None else None


def _last_line(writer: Writer, items: Sequence[Item[Text]]) -> int | None:
    """Where the line after the last item begins, if that item is one of a block list."""
    spans = [each.span for each in leaves(items) if each.span is not None]
    return line_end(writer.text, spans[-1].end) if spans else None


def removed(context: LintContext, text: Text) -> Edits:
    """Edits that take an item out of its list; a condition that is left empty goes with it."""
    from condax.recipe.edit import remove_item

    recipe = context.recipe
    if text.span is None or is_choice(text.value):
        return ()
    return tuple(
        FileEdit(file=recipe.path, start=each.start, end=each.end, text=each.text)
        for each in remove_item(recipe, text)
    )


def removed_from_run(context: LintContext, output: OutputView, entry: Requirement) -> Edits:
    """Edits that take an entry out of `run` or `run_constraints`, with the key if that was all."""
    edits, requirements = removed(context, entry.text), output.output.requirements
    key = dict(requirements.sections).get(entry.section)
    others = list(leaves(getattr(requirements, entry.section)))[1:]
    if key is None or others or len(edits) != 1:
        return edits
    text, edit = context.recipe.text, edits[0]
    if text[key.end : edit.start].strip() != ":":
        return edits
    return (replace(edit, start=line_start(text, key.start)),)


def _merged(edits: Sequence[FileEdit]) -> Edits:
    """An insertion at the beginning of a removed piece becomes its replacement.

    None if a list that is written anew has some of the removed pieces.
    """
    insertions = [each for each in edits if each.start == each.end]
    removals = sorted((each for each in edits if each.start != each.end), key=lambda e: e.start)
    if any(one.end > other.start for one, other in itertools.pairwise(removals)):
        return ()
    for insertion in insertions:
        for index, each in enumerate(removals):
            if each.start == insertion.start:
                removals[index] = FileEdit(
                    file=each.file, start=each.start, end=each.end, text=insertion.text
                )
                break
        else:
            removals.append(insertion)
    return tuple(removals)
