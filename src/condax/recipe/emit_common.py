"""What both formats' emitters use: mappings without empty entries, lists of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from condax.recipe.values import Block, Conditional, Data, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.values import Item

T = TypeVar("T")


def block(*entries: tuple[str, Data | None]) -> Block:
    """A mapping of the entries that say something."""
    said = ((key, value) for key, value in entries if value is not None and not _is_empty(value))
    return Block(entries=tuple(said))


def mapped(items: tuple[Item[T], ...], convert: Callable[[T], Data]) -> tuple[Data, ...]:
    """A list with every value converted, conditions around them kept."""
    found: list[Data] = []
    for item in items:
        if isinstance(item, Conditional):
            then: tuple[Item[T], ...] = item.then
            otherwise: tuple[Item[T], ...] = item.otherwise
            found.append(
                Conditional(
                    condition=item.condition,
                    then=mapped(then, convert),
                    otherwise=mapped(otherwise, convert),
                )
            )
        else:
            found.append(convert(item))
    return tuple(found)


def first_or_all(items: tuple[Data, ...]) -> Data | None:
    """A list of one plain value as that value; what is empty as nothing."""
    if len(items) == 1 and isinstance(items[0], (Text, Block)):
        return items[0]
    return items or None


def _is_empty(value: Data) -> bool:
    return not value.entries if isinstance(value, Block) else value == ()
