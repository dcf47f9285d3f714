"""A `conda_build_config.yaml` as the `variants.yaml` that rattler-build reads, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.comments import commented
from condax.recipe.convert.expressions import to_v1_expression
from condax.recipe.convert.expressions_v0 import to_v0_selector
from condax.recipe.convert.rewrite import Rewrite
from condax.recipe.document import Converter
from condax.recipe.emit_v0 import v0_dialect
from condax.recipe.emit_v1 import v1_dialect
from condax.recipe.node import compose
from condax.recipe.problems import Problems
from condax.recipe.syntax import ExpressionError
from condax.recipe.v0.document import V0Converter
from condax.recipe.v0.mask import mask
from condax.recipe.values import Block, Conditional, Data, Text, leaves
from condax.recipe.yaml_text import last_lines, yaml_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.diagnostics import Diagnostic
    from condax.recipe.yaml_text import Comments, Dialect

WITHOUT_COUNTERPART = frozenset(
    ("pin_run_as_build", "extend_keys", "ignore_build_only_deps", "ignore_version")
)
"""Keys that only conda-build knows."""


def variants_yaml(text: str, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The file in the other format, and a note for each key that has no counterpart.

    Raises `RecipeError` where the text is no YAML.
    """
    document = _config(text, path)
    if not isinstance(document, Block):
        return "", ()
    notes = Problems(path, text)

    def condition(text: Text) -> Text:
        try:
            return replace(text, value=to_v1_expression(text.value, decides=True))
        except ExpressionError as error:
            notes.add("not-convertible", str(error), "write the condition anew", text.span)
            return text

    entries = []
    for key, value in document.entries:
        if key in WITHOUT_COUNTERPART:
            message = f"{key!r} is left out: only conda-build knows it"
            notes.add("not-convertible", message, "remove it", document.key_span(key))
        else:
            entries.append((key, _as_list(value)))
    made = Rewrite(text=lambda text: text, condition=condition)(Block(entries=tuple(entries)))
    return _with_comments(text, made, v1_dialect()), tuple(notes.found)


def variant_values(text: str, path: str) -> dict[str, frozenset[str]]:
    """All values that a `conda_build_config.yaml` has for each key, under whatever selector.

    Raises `RecipeError` where the text is no YAML.
    """
    document = _config(text, path)
    entries = document.entries if isinstance(document, Block) else ()
    return {key: frozenset(_texts(value)) for key, value in entries}


def _config(text: str, path: str) -> Data | None:
    problems = Problems(path, text)
    masked = mask(text)
    node = compose(masked.text, problems)
    document = None if node is None else V0Converter(problems, masked).convert(node)
    problems.check()
    return document


def _texts(data: Data) -> Iterator[str]:
    items = data if isinstance(data, tuple) else (data,)
    return (each.value for each in leaves(items) if isinstance(each, Text))


def conda_build_config(text: str, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """A `variants.yaml` in the other format, and a note for each condition without counterpart.

    Raises `RecipeError` where the text is no YAML.
    """
    problems = Problems(path, text)
    node = compose(text, problems)
    document = None if node is None else Converter(problems).convert(node)
    problems.check()
    if not isinstance(document, Block):
        return "", ()
    notes = Problems(path, text)

    def condition(text: Text) -> Text:
        try:
            return replace(text, value=to_v0_selector(text.value))
        except ExpressionError as error:
            notes.add("not-convertible", str(error), "write the condition anew", text.span)
            return text

    made = Rewrite(text=lambda text: text, condition=condition)(document)
    return _with_comments(text, made, v0_dialect()), tuple(notes.found)


def _with_comments(source: str, made: Block, dialect: Dialect) -> str:
    def written(comments: Comments) -> str:
        return "\n".join([*yaml_lines(made, dialect, comments), *last_lines(comments)])

    return commented(source, made, written)


def _as_list(value: Data) -> Data:
    """A single value as a list of one: v1 reads nothing else."""
    return (value,) if isinstance(value, Text | Conditional) else value
