"""The values that a recipe as written is made of: `Text`, `Conditional`, `Block`, and their places.

Every value is frozen and compares by what it says, never by where it stands: `span` is `None` for
values that no file contains.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, Union

from condax.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class SourceSpan(NamedTuple):
    """A piece of a recipe's text: `text[start:end]`, which begins at `line` and `column`.

    Offsets count characters from 0, `line` and `column` from 1.
    """

    start: int
    end: int
    line: int
    column: int

    @property
    def shown(self) -> Span:
        """The same place for a `Diagnostic`; a piece of several lines is shown by its start."""
        return Span(line=self.line, column=self.column, length=max(self.end - self.start, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One scalar as written, with Jinja in the spelling `${{ … }}` whatever the recipe's format.

    Requirements, numbers and booleans are `Text` too: nothing is evaluated at this stage.
    """

    value: str
    """The text without YAML's quoting, e.g. `${{ compiler("c") }}` or `python >=3.10`."""
    quoted: bool = False
    """It is a string although its plain spelling would be a number, a boolean or null, or one
    `${{ … }}` whose value would keep its type."""
    span: SourceSpan | None = field(default=None, compare=False)
    """Where the scalar stands, quotes included."""

    @property
    def has_expression(self) -> bool:
        """Whether it contains at least one `${{ … }}`."""
        return "${{" in self.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditional(Generic[T_co]):
    """What holds only where `condition` does: `if/then/else`, v0's `# [selector]` or `{% if %}`.

    In a list each branch gives its items to the list. For a single value the branch that applies
    gives the value; `otherwise` is empty where there is none.
    """

    condition: Text
    """An expression without braces, e.g. `build_platform != host_platform`."""
    then: tuple[Item[T_co], ...]
    otherwise: tuple[Item[T_co], ...] = ()
    span: SourceSpan | None = field(default=None, compare=False)
    """The whole item: `if:` to the end of its branches, or the line of a v0 selector."""


Item = Union[T, Conditional[T]]  # noqa: UP007 - an alias with a type variable, made at run time
"""A value, or several under a condition."""

Texts = tuple[Item[Text], ...]
"""A list of scalars."""

Value = Text | Conditional[Text] | None
"""A single scalar, which may depend on conditions; `None` where the recipe does not give it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A mapping in the order of the file."""

    entries: tuple[tuple[str, Data], ...] = ()
    span: SourceSpan | None = field(default=None, compare=False)
    key_spans: tuple[SourceSpan, ...] = field(default=(), compare=False)
    """Where the keys stand, one for each entry; empty if no file contains the mapping."""

    def get(self, key: str) -> Data | None:
        """The value of `key`, or `None`."""
        for name, value in self.entries:
            if name == key:
                return value
        return None

    def key_span(self, key: str) -> SourceSpan | None:
        """Where the key itself stands."""
        for (name, _), span in zip(self.entries, self.key_spans, strict=False):
            if name == key:
                return span
        return None


NO_ENTRIES = Block()
NOWHERE = SourceSpan(0, 0, 1, 1)


def placed(
    entries: Iterable[tuple[str, Data, SourceSpan | None]], span: SourceSpan | None
) -> Block:
    """A mapping of keys, values and places of the keys; a key without gets that of all."""
    listed = list(entries)
    return Block(
        entries=tuple((key, value) for key, value, _ in listed),
        span=span,
        key_spans=tuple(at or span or NOWHERE for _, _, at in listed),
    )


Data = Union[Text, Conditional["Data"], Block, tuple["Data", ...]]  # noqa: UP007 - recursive
"""Anything that has no type of its own: a scalar, a mapping, a list, or one under a condition."""


def leaves(items: Iterable[Item[T]]) -> Iterator[T]:
    """Every value of a list in order, those of all branches included."""
    for item in items:
        if isinstance(item, Conditional):
            yield from leaves(item.then)
            yield from leaves(item.otherwise)
        else:
            yield item


def texts_in(data: Data | Iterable[Data]) -> Iterator[Text]:
    """Every scalar in any data, those of all branches included, without the conditions."""
    if isinstance(data, Text):
        yield data
    elif isinstance(data, Conditional):
        yield from texts_in((*data.then, *data.otherwise))
    elif isinstance(data, Block):
        for _, value in data.entries:
            yield from texts_in(value)
    else:
        for item in data:
            yield from texts_in(item)


def guarded_leaves(
    items: Iterable[Item[T]], conditions: tuple[str, ...] = ()
) -> Iterator[tuple[T, tuple[str, ...]]]:
    """Every value with the conditions it stands under, outermost first; `not (…)` in an else."""
    for item in items:
        if isinstance(item, Conditional):
            condition = item.condition.value
            yield from guarded_leaves(item.then, (*conditions, condition))
            yield from guarded_leaves(item.otherwise, (*conditions, f"not ({condition})"))
        else:
            yield item, conditions


def value_leaves(value: Item[T] | None) -> Iterator[T]:
    """What a single value can be: itself, or the values of all its branches."""
    if value is not None:
        yield from leaves((value,))


def place_of(value: Value) -> SourceSpan | None:
    """Where the first thing stands that a single value can be."""
    return next((text.span for text in value_leaves(value)), None)
