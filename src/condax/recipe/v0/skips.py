"""`skip: true  # [condition]`, of which the shared model has the condition itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.values import Conditional, Data, Text, guarded_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

TRUE = frozenset({"true", "1", "yes", "on"})
EXPRESSION = re.compile(r"\$\{\{(.*)\}\}", re.DOTALL)


def skip_conditions(items: tuple[Data, ...]) -> tuple[Data, ...]:
    """Conditions of which any one skips; an expression is one, whatever selector it is under."""
    found = list(guarded_leaves(items))
    if not all(isinstance(text, Text) for text, _ in found):
        return items
    if all(isinstance(text, Text) and text.value.lower() in TRUE for text, _ in found):
        return tuple(_conditions_of(items))
    return tuple(
        Text(value=_all_of(holding), span=text.span)
        for text, conditions in found
        if isinstance(text, Text)
        if (holding := _holding(text, conditions)) is not None
    )


def _holding(text: Text, conditions: tuple[str, ...]) -> tuple[str, ...] | None:
    """What has to hold for a value to skip; `None` for one that never does."""
    if text.value.lower() in TRUE:
        return conditions
    if not text.has_expression:
        return None
    whole = EXPRESSION.fullmatch(text.value.strip())
    return (*conditions, whole[1].strip("-+ ") if whole else text.value)


def _all_of(conditions: tuple[str, ...]) -> str:
    if len(conditions) == 1:
        return conditions[0]
    return " and ".join(c if c.isidentifier() else f"({c})" for c in conditions) or "true"


def _conditions_of(items: tuple[Data, ...]) -> Iterator[Text]:
    """Conditions of which any one leads to a value, those of earlier lines first."""
    for item in items:
        if not isinstance(item, Conditional):
            yield Text(value="true", span=getattr(item, "span", None))
            continue
        own = item.condition
        inner = list(_conditions_of(item.then))
        others = list(_conditions_of(item.otherwise))
        if any(text.value == "true" for text in inner):
            yield from (*others, own)
            continue
        yield from (replace(own, value=f"not ({own.value}) and ({t.value})") for t in others)
        yield from (replace(own, value=f"({own.value}) and ({t.value})") for t in inner)
