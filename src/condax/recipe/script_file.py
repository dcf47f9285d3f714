"""Whether a script of v1 is commands alone, or a file beside the recipe."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.package_contents import UNIX, WINDOWS, possible
from condax.recipe.values import Conditional, value_leaves

if TYPE_CHECKING:
    from condax.recipe.model import Script
    from condax.recipe.values import Texts, Value


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
