"""A v1 recipe as a v0 recipe that means the same, as far as v0 has words for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.recipe.convert.comments import commented
from condax.recipe.convert.convert import Converted
from condax.recipe.convert.sections_v0 import V0Arranger
from condax.recipe.convert.words_v0 import in_v0_words
from condax.recipe.emit import emit_v0_words
from condax.recipe.emit_v0 import v0_data
from condax.recipe.problems import Problems
from condax.recipe.values import Block

if TYPE_CHECKING:
    from condax.recipe.model import Recipe
    from condax.recipe.syntax import ExpressionError
    from condax.recipe.values import SourceSpan, Text


def to_v0(recipe: Recipe, beside: frozenset[str] = frozenset()) -> Converted:
    """`meta.yaml` for a recipe read from a `recipe.yaml`.

    `beside` are the names of the files in its folder: v0 runs some of them without being told.
    """
    problems = Problems(recipe.path, recipe.text)

    def leave_out(what: str, span: SourceSpan | None) -> None:
        message = f"{what} is left out: v0 has no words for it"
        problems.add("not-convertible", message, "say it in another way", span)

    def refuse(error: ExpressionError, text: Text) -> None:
        problems.add("not-convertible", str(error), "write it in words of v0", text.span)

    made = in_v0_words(V0Arranger(leave_out, beside).recipe(recipe), refuse)
    context = Block(entries=tuple((variable.name, variable.value) for variable in made.context))
    document = Block(entries=(("context", context), *v0_data(made).entries))
    text = commented(recipe.text, document, lambda comments: emit_v0_words(made, comments))
    notes = (replace(each, severity=Severity.WARNING) for each in problems.found)
    return Converted(text=text, notes=tuple(dict.fromkeys(notes)))
