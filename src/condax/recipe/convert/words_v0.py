"""A recipe with its expressions and conditions in the words of v0."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.expressions_v0 import (
    is_selector,
    plain_condition,
    to_v0_expression,
    to_v0_selector,
)
from condax.recipe.convert.rewrite import Rewrite
from condax.recipe.syntax import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.model import Recipe
    from condax.recipe.values import Text

    Refuse = Callable[[ExpressionError, Text], None]
    """Is told of each text that v0 has no words for; unless it raises, the text stays."""

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def in_v0_words(recipe: Recipe, refuse: Refuse) -> Recipe:
    """The recipe with every `${{ … }}`, `if:` and `skip` as conda-build understands it."""

    def text(text: Text) -> Text:
        if not text.has_expression:
            return text

        def convert(match: re.Match[str]) -> str:
            inner = match[1].strip("-")
            try:
                changed = to_v0_expression(inner)
            except ExpressionError as error:
                refuse(error, text)
                return match.group()
            return match.group() if changed == inner.strip() else "${{ " + changed + " }}"

        return replace(text, value=EXPRESSION.sub(convert, text.value))

    context = frozenset(each.name for each in recipe.context)

    def condition(text: Text) -> Text:
        try:
            value = to_v0_selector(text.value)
            if is_selector(value, context):
                return replace(text, value=value)
        except ExpressionError:
            pass
        # Selectors know nothing that the recipe sets; `{% if … %}` does.
        try:
            return replace(text, value=to_v0_expression(plain_condition(text.value)))
        except ExpressionError as error:
            refuse(error, text)
            return text

    return Rewrite(text=text, condition=condition)(recipe)
