"""A recipe with its expressions and conditions in the words of v0."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.context import is_list, list_names
from condax.recipe.convert.expressions_v0 import (
    is_selector,
    plain_condition,
    to_v0_expression,
    to_v0_selector,
)
from condax.recipe.convert.rewrite import Rewrite
from condax.recipe.convert.skipping import skipping
from condax.recipe.convert.truths import (
    Truths,
    as_v1_text,
    is_sometimes_truth,
    is_truth,
    truths_among,
    with_joined_truths,
)
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import ExpressionError, Literal, walk
from condax.recipe.template import Piece, parse_template
from condax.recipe.values import Conditional, Text
from condax.recipe.yaml_text import PLAIN_DANGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.model import Recipe
    from condax.recipe.values import Data

    Refuse = Callable[[ExpressionError, Text], None]
    """Is told of each text that v0 has no words for; unless it raises, the text stays."""

BEGINNING = re.compile(r"\$\{\{\s*(\w+)\s*\}\}.")
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def in_v0_words(recipe: Recipe, refuse: Refuse) -> Recipe:
    """The recipe with every `${{ … }}`, `if:` and `skip` as conda-build understands it."""

    truths, lists = truths_among(recipe.context), list_names(recipe.context)
    odd = frozenset(each.name for each in recipe.context if _begins_oddly(each.value))

    def text(text: Text, *, is_value: bool = False) -> Text:
        if not text.has_expression:
            return text

        def convert(match: re.Match[str]) -> str:
            inner = match[1].strip("-")
            try:
                changed = _in_v0(inner, truths)
                # Jinja2 writes booleans and lists as Python does; a variable stays one.
                if not (is_value and match.group() == text.value):
                    changed = _written(changed, inner, truths, lists)
            except ExpressionError as error:
                refuse(error, text)
                return match.group()
            return match.group() if changed == inner.strip() else "${{ " + changed + " }}"

        beginning = BEGINNING.match(text.value)
        quoted = text.quoted or (beginning is not None and beginning[1] in odd)
        return replace(text, value=EXPRESSION.sub(convert, text.value), quoted=quoted)

    context = frozenset(each.name for each in recipe.context)

    def condition(text: Text) -> Text:
        try:
            value = to_v0_selector(text.value)
            if is_selector(value, context) and not _joins_truths(text.value, truths):
                return replace(text, value=value)
        except ExpressionError:
            pass
        # Selectors know nothing that the recipe sets; `{% if … %}` does.
        try:
            return replace(text, value=_in_v0(plain_condition(text.value), truths))
        except ExpressionError as error:
            refuse(error, text)
            return text

    # A variable stays the boolean that it is; text that it stands in is written.
    values = Rewrite(text=lambda each: text(each, is_value=True), condition=condition)
    rewrite = Rewrite(
        text=text, condition=condition, skip=lambda each: condition(_skip(each, refuse))
    )
    body = rewrite(replace(recipe, context=()))
    return replace(body, context=values(recipe.context))


def _skip(text: Text, refuse: Refuse) -> Text:
    try:
        return replace(text, value=skipping(plain_condition(text.value)))
    except ExpressionError as error:
        refuse(error, text)
        return text


def _in_v0(source: str, truths: Truths) -> str:
    node = parse_expression(source.strip())
    made = with_joined_truths(node, truths, as_v1_text)
    return to_v0_expression(source if made == node else unparse(made))


def _joins_truths(condition: str, truths: Truths) -> bool:
    """Whether text is made of a boolean, which a selector writes as Python does."""
    node = parse_expression(plain_condition(condition))
    return with_joined_truths(node, truths, as_v1_text) != node


def _written(changed: str, inner: str, truths: Truths, lists: frozenset[str]) -> str:
    """An expression in v0 so that what it is in text is written as v1 does."""
    if is_list(parse_expression(inner.strip()), lists):
        raise ExpressionError("a list inside of a text is written with other quotes in v0")
    if is_sometimes_truth(inner, truths):
        raise ExpressionError(
            "text that is only sometimes a boolean or none is written in another way"
        )
    return f"({changed}) | lower" if is_truth(inner, truths) else changed


def _begins_oddly(value: Data) -> bool:
    """Whether what Jinja2 writes for a variable can begin a scalar only between quotes."""
    if isinstance(value, Text):
        return any(PLAIN_DANGER.match(each) is not None for each in _texts(value))
    arms = (*value.then, *value.otherwise) if isinstance(value, Conditional) else ()
    return any(map(_begins_oddly, arms))


def _texts(text: Text) -> list[str]:
    """What a text may be: itself, or the strings of its expressions."""
    if not text.has_expression:
        return [text.value]
    try:
        trees = [piece.node for piece in parse_template(text.value) if isinstance(piece, Piece)]
    except ExpressionError:
        return []
    literals = (node.value for tree in trees for node in walk(tree) if isinstance(node, Literal))
    return [value for value in literals if isinstance(value, str)]
