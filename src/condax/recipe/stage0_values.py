"""Readers of single values, lists and scripts: `Data` in, typed values or a problem out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from condax.recipe.model import Script
from condax.recipe.values import (
    NO_ENTRIES,
    Block,
    Conditional,
    Data,
    Item,
    SourceSpan,
    Text,
    Texts,
    Value,
    leaves,
)

if TYPE_CHECKING:
    from condax.recipe.problems import Problems

T = TypeVar("T")
Reader = Callable[["Data", "SourceSpan | None", "Problems"], Any]
"""Data, the place of its key, and where to note what does not fit."""

Readers = Mapping[str, Reader]
"""Readers by key."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def is_null(data: Data) -> bool:
    """Whether a value is YAML's null."""
    return isinstance(data, Text) and data.value in NULLS and not data.quoted


def section_fields(block: Block, readers: Readers, problems: Problems) -> dict[str, Any]:
    """The typed values of a mapping by field name; keys without a reader are `extra_fields`."""
    given: dict[str, Any] = {}
    extra = []
    spans = block.key_spans or (None,) * len(block.entries)
    for (key, data), at in zip(block.entries, spans, strict=True):
        reader = readers.get(key)
        if reader is None:
            extra.append((key, data))
        elif not is_null(data):
            given[FIELD_NAMES.get(key, key)] = reader(data, at, problems)
    if extra:
        given["extra_fields"] = tuple(extra)
    return given


def closed_fields(block: Block, readers: Readers, problems: Problems) -> dict[str, Any]:
    """The same of a mapping that has no other keys: another one is a problem."""
    given = section_fields(block, readers, problems)
    for key, _ in given.pop("extra_fields", ()):
        problems.add("unexpected-type", f"unknown key {key!r}", "remove it", block.key_span(key))
    return given


FIELD_NAMES = {"down_prioritize_variant": "down_prioritize"}
"""Fields whose key has another name."""


def value(data: Data, at: SourceSpan | None, problems: Problems) -> Value:
    """A scalar, or one that depends on conditions."""
    if isinstance(data, Text):
        return data
    if isinstance(data, Conditional):
        return _typed(data, lambda item: _scalar(item, at, problems))
    problems.add("unexpected-type", f"text is expected, not {_kind(data)}", "write one value", at)
    return None


def texts(data: Data, at: SourceSpan | None, problems: Problems) -> Texts:
    """A list of scalars; a single one is a list of one."""
    if not data:
        return ()
    return _list(data, lambda item: _scalar(item, at, problems))


def _scalar(item: Data, at: SourceSpan | None, problems: Problems) -> Text | None:
    if isinstance(item, Text):
        return None if is_null(item) else item
    place = item.span if isinstance(item, Block | Conditional) else at
    problems.add(
        "unexpected-type", f"text is expected, not {_kind(item)}", "write one value", place
    )
    return None


def _kind(data: Data) -> str:
    return {tuple: "a list", Block: "a mapping"}.get(type(data), "a condition")


def _list(data: Data, read: Callable[[Data], T | None]) -> tuple[Item[T], ...]:
    if isinstance(data, Conditional):
        return (_typed(data, read),)
    items = data if isinstance(data, tuple) else (data,)
    return _typed_items(items, read)


def _typed_items(items: tuple[Data, ...], read: Callable[[Data], T | None]) -> tuple[Item[T], ...]:
    typed: list[Item[T]] = []
    for item in items:
        if isinstance(item, Conditional):
            typed.append(_typed(item, read))
        elif (one := read(item)) is not None:
            typed.append(one)
    return tuple(typed)


def _typed(data: Conditional[Data], read: Callable[[Data], T | None]) -> Conditional[T]:
    """The same condition with typed branches; a branch may be a list inside a list."""
    return Conditional(
        condition=data.condition,
        then=_typed_items(_flat(data.then), read),
        otherwise=_typed_items(_flat(data.otherwise), read),
        span=data.span,
    )


def _flat(items: tuple[Item[Data], ...]) -> tuple[Data, ...]:
    flat: list[Data] = []
    for item in items:
        flat.extend(item if isinstance(item, tuple) else (item,))
    return tuple(flat)


def as_block(data: Data, at: SourceSpan | None, problems: Problems) -> Block:
    """A mapping."""
    if isinstance(data, Block):
        return data
    if not is_null(data):
        hint = "write `key: value` lines below it"
        problems.add("unexpected-type", f"a mapping is expected, not {_kind_of(data)}", hint, at)
    return NO_ENTRIES


def _kind_of(data: Data) -> str:
    return "text" if isinstance(data, Text) else _kind(data)


def block_items(
    data: Data, at: SourceSpan | None, problems: Problems, read: Callable[[Block], T]
) -> tuple[Item[T], ...]:
    """A list of mappings; a single mapping is a list of one."""

    def one(item: Data) -> T | None:
        if isinstance(item, Block):
            return read(item)
        if not is_null(item):
            place = item.span if isinstance(item, Text | Conditional) else at
            message = f"a mapping is expected, not {_kind_of(item)}"
            problems.add("unexpected-type", message, "write `key: value`", place)
        return None

    return _list(data, one)


def script(data: Data, at: SourceSpan | None, problems: Problems) -> Script:
    """Commands, one or a list of them, or a mapping with `content` or `file`."""
    if not isinstance(data, Block):
        span = data.span if isinstance(data, Text | Conditional) else at
        return Script(content=texts(data, at, problems), span=span)
    given = section_fields(data, SCRIPT, problems)
    is_command = list(given) == ["content"] and is_line(given["content"])
    return Script(**given, is_command=is_command, span=data.span)


def is_line(content: Texts) -> bool:
    """Whether commands are a single line, whichever branch of a condition it is of."""
    return len(content) == 1 and all("\n" not in text.value for text in leaves(content))


def _environment(
    data: Data, at: SourceSpan | None, problems: Problems
) -> tuple[tuple[str, Value], ...]:
    block = as_block(data, at, problems)
    return tuple((name, value(text, at, problems)) for name, text in block.entries)


SCRIPT: Readers = {
    "content": texts,
    "file": value,
    "interpreter": value,
    "env": _environment,
    "secrets": texts,
}
