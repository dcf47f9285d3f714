"""What both formats' emitters use: mappings without empty entries, lists of one, scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from condax.recipe.package_contents import UNIX, WINDOWS, possible
from condax.recipe.values import Block, Conditional, Data, Text, value_leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.model import Script
    from condax.recipe.values import Item, Texts, Value

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


def has_commands_alone(script: Script) -> bool:
    """Whether there are only commands, or a file in their place; else v1 takes none for a file."""
    other = (script.file, script.interpreter, script.env, script.secrets, script.extra_fields)
    return not any(other)


def script_file(script: Script | None) -> Value:
    """The file beside the recipe that a script is, if it is one."""
    if script is None or script.file is not None:
        return None if script is None else script.file
    content = _one_of_two(script.content)
    is_one = len(content) == 1 and has_commands_alone(script) and not script.is_command
    item = content[0] if is_one else None
    texts = list(value_leaves(item))
    return item if texts and all(SCRIPT_FILE.fullmatch(text.value) for text in texts) else None


def _one_of_two(content: Texts) -> Texts:
    """Commands of Unix and of Windows, of which one is left on each, as branches of a condition."""
    if len(content) != len((UNIX, WINDOWS)):
        return content
    first, second = content
    if not isinstance(first, Conditional) or not isinstance(second, Conditional):
        return content
    both = (first, second)
    systems = [possible((UNIX, WINDOWS), c.condition.value, holds=True) for c in both]
    if any(each.otherwise or len(each.then) > 1 for each in both) or set(systems[0]) & {
        *systems[1]
    }:
        return content
    return (replace(first, otherwise=(second,)),)


SCRIPT_FILE = re.compile(r"[\w.-]+\.(?:sh|bash|bat|cmd|ps1|nu|py|pl|[rR]|rb|js)|build")
"""Names with an ending by which rattler-build finds what runs them."""


def _is_empty(value: Data) -> bool:
    return not value.entries if isinstance(value, Block) else value == ()
