"""Variables of a recipe as `{% set %}` lines, and conditions as the lines of v0 have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.convert.expressions_v0 import v0_negated
from condax.recipe.emit_v0_tests import unspeakable
from condax.recipe.values import Conditional, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.recipe.model import Recipe
    from condax.recipe.values import Data
    from condax.recipe.yaml_text import Comments

TYPED = re.compile(r"[-+]?\d+|[Tt]rue|TRUE|[Ff]alse|FALSE")
"""What an entry of the context is read as if it is not text."""
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def v0_set_lines(recipe: Recipe, comments: Comments) -> list[str]:
    """`{% set name = value %}` for every variable of the context, below its comment."""
    lines = []
    for variable in recipe.context:
        value = variable.value
        comment = comments.get(f"context.{variable.name}", "")
        lines += [f"# {line}" for line in comment.splitlines()]
        if isinstance(value, Conditional):
            for branch, conditions in guarded_values((value,), ()):
                line = f"{{% set {variable.name} = {_jinja(branch)} %}}"
                lines.append(f"{line}  # [{all_of(conditions)}]")
        else:
            lines.append(f"{{% set {variable.name} = {_jinja(value)} %}}")
    return lines


def _jinja(value: Data) -> str:
    """A value of a `{% set %}`."""
    if isinstance(value, tuple):
        return f"[{', '.join(_jinja(each) for each in value)}]"
    if not isinstance(value, Text):
        raise unspeakable("a mapping in the context", "write it out where it is used")
    match = re.fullmatch(r"\$\{\{\s*(.*?)\s*\}\}", value.value, re.DOTALL)
    if match and "${{" not in match[1]:
        return match[1]
    if TYPED.fullmatch(value.value) and not value.quoted:
        return value.value.lower() if value.value.isalpha() else str(int(value.value))
    parts = EXPRESSION.split(value.value)
    pieces = [
        f"({part.strip()})" if index % 2 else _string(part)
        for index, part in enumerate(parts)
        if part
    ]
    return " ~ ".join(pieces) or '""'


def _string(text: str) -> str:
    """A string of Jinja2."""
    for old, new in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(old, new)
    return f'"{text}"'


def guarded_values(
    items: Iterable[Data], outer: tuple[str, ...]
) -> Iterator[tuple[Data, tuple[str, ...]]]:
    """Each value of each branch with the conditions around it."""
    for item in items:
        if isinstance(item, Conditional):
            condition = item.condition.value
            yield from guarded_values(item.then, (*outer, condition))
            yield from guarded_values(item.otherwise, (*outer, v0_negated(condition)))
        else:
            yield item, outer


def all_of(conditions: tuple[str, ...]) -> str:
    """The condition that holds where all of them do."""
    if len(conditions) == 1:
        return conditions[0]
    return " and ".join(f"({each})" if " or " in each else each for each in conditions)
