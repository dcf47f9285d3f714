"""A recipe as the text that a maintainer would have written, in either format.

For recipes that are made, not for ones that were read: those are changed with `recipe.edit`, which
touches nothing else.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from condax.recipe.convert.words_v0 import in_v0_words
from condax.recipe.emit_v0 import v0_data, v0_dialect
from condax.recipe.emit_v0_tests import unspeakable
from condax.recipe.emit_v1 import v1_data, v1_dialect
from condax.recipe.model import RecipeFormat
from condax.recipe.v0.set_lines import v0_set_lines
from condax.recipe.values import Block, Text
from condax.recipe.yaml_text import item_lines, last_lines, yaml_lines

if TYPE_CHECKING:
    from condax.recipe.model import Recipe
    from condax.recipe.syntax import ExpressionError
    from condax.recipe.values import Data
    from condax.recipe.yaml_text import Comments, Dialect

NO_COMMENTS: Comments = MappingProxyType({})
FILE_NAMES = {RecipeFormat.V1: "recipe.yaml", RecipeFormat.V0: "meta.yaml"}


def emit_recipe(
    recipe: Recipe, format: RecipeFormat = RecipeFormat.V1, comments: Comments = NO_COMMENTS
) -> str:
    """Text of the recipe; one blank line between sections and between outputs.

    `comments` are by path, e.g. `requirements.host` or `requirements.build/make`; the paths are
    those of the format, and what has none comes last. Raises `RecipeError` for what v0 has no words
    for.
    """
    if format is RecipeFormat.V1:
        return "\n".join(_sections(v1_data(recipe), v1_dialect(), comments))
    return emit_v0_words(in_v0_words(recipe, _refuse), comments)


def _refuse(error: ExpressionError, text: Text) -> None:
    raise unspeakable(f"{text.value!r}: {error}", "write it in words of both formats")


def emit_v0_words(recipe: Recipe, comments: Comments) -> str:
    """`meta.yaml` of a recipe whose expressions are in words of v0 already."""
    head = v0_set_lines(recipe, comments)
    context = frozenset(variable.name for variable in recipe.context)
    body = _sections(v0_data(recipe), v0_dialect(context), comments)
    return "\n".join([*head, *([""] if head else []), *_joined_blocks(body)])


def _joined_blocks(lines: list[str]) -> list[str]:
    """The lines with neighbouring `{% if … %}` blocks of one condition as one."""
    found: list[str] = []
    opened = ""
    for line in lines:
        if line.lstrip().startswith("{% if ") and line == opened and found[-1].strip() == ENDIF:
            found.pop()
            continue
        if line.lstrip().startswith("{% if "):
            opened = line
        found.append(line)
    return found


ENDIF = "{% endif %}"


def _sections(data: Block, dialect: Dialect, comments: Comments) -> list[str]:
    """Lines of the document, a blank one between sections and between outputs, "" at the end."""
    lines: list[str] = []
    for key, value in data.entries:
        if lines:
            lines.append("")
        if key == "outputs" and isinstance(value, tuple):
            lines += _outputs(value, dialect, comments)
        else:
            lines += yaml_lines(Block(entries=((key, value),)), dialect, comments)
    return [*lines, *last_lines(comments)]


def _outputs(items: tuple[Data, ...], dialect: Dialect, comments: Comments) -> list[str]:
    lines = ["outputs:"]
    for written in item_lines("outputs", items, dialect, comments):
        lines += [*([""] if len(lines) > 1 else []), *written]
    return lines
