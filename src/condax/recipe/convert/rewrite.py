"""Every text, condition and list of a recipe changed, whatever part of it they stand in."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from condax.recipe.model import Build
from condax.recipe.opposites import is_opposite
from condax.recipe.values import Block, Conditional, SourceSpan, Text

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """What becomes of each kind of thing; `condition` is for `if:` and the items of `skip`."""

    text: Callable[[Text], Text]
    condition: Callable[[Text], Text]
    skip: Callable[[Text], Text] | None = None
    """For the items of `skip`, if they are not as other conditions."""

    def __call__(self, value: T) -> T:
        """The value with everything in it rewritten, and equal conditions merged."""
        return cast("T", self._any(value))

    def _any(self, value: object) -> object:
        if isinstance(value, Text):
            return self.text(value)
        if isinstance(value, Conditional):
            return self._conditional(value)
        if isinstance(value, Block):
            return replace(value, entries=cast("Any", self._pairs(value.entries)))
        if isinstance(value, SourceSpan) or not isinstance(value, tuple):
            return self._section(value)
        is_pairs = value and isinstance(value[0], tuple) and isinstance(value[0][0], str)
        return self._pairs(value) if is_pairs else merged(tuple(map(self._any, value)))

    def _pairs(self, pairs: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple((key, self._any(value)) for key, value in pairs)

    def _conditional(self, value: Conditional[Any]) -> Conditional[Any]:
        return Conditional(
            condition=self.condition(value.condition),
            then=cast("Any", self._any(value.then)),
            otherwise=cast("Any", self._any(value.otherwise)),
            span=value.span,
        )

    def _section(self, value: object) -> object:
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changes = {
            each.name: self._any(getattr(value, each.name))
            for each in fields(value)
            if each.name not in {"span", "conditions", "sections", "document", "key_spans", "text"}
        }
        if isinstance(value, Build):
            changes["skip"] = tuple(self._skip(item) for item in value.skip)
        return replace(cast("Any", value), **changes)

    def _skip(self, item: Any) -> Any:
        return (self.skip or self.condition)(item) if isinstance(item, Text) else self._any(item)


def merged(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """A list in which neighbours under one condition are one item, and opposites its branches."""
    found: list[Any] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Conditional) and isinstance(last, Conditional):
            joined = _joined(last, item)
            if joined is not None:
                found[-1] = joined
                continue
        found.append(_flattened(item))
    return tuple(found)


def _joined(first: Conditional[Any], second: Conditional[Any]) -> Conditional[Any] | None:
    if second.otherwise:
        return None
    second = _flattened(second)
    if first.condition == second.condition:
        if first.otherwise:
            return None
        return replace(first, then=merged((*first.then, *second.then)))
    if is_opposite(first.condition.value, second.condition.value):
        return replace(first, otherwise=merged((*first.otherwise, *second.then)))
    return None


def _flattened(item: Any) -> Any:
    """A condition inside the same condition says nothing more."""
    if not isinstance(item, Conditional):
        return item
    inner = [
        part
        for each in item.then
        for part in (
            each.then
            if isinstance(each, Conditional) and each.condition == item.condition
            else (each,)
        )
    ]
    return replace(item, then=tuple(inner))
