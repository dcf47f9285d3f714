"""Recipe files to the model: the format is told by the file's name or, failing that, its text."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from condax.errors import RecipeError
from condax.recipe.document import Converter
from condax.recipe.model import Recipe, RecipeFormat
from condax.recipe.node import compose
from condax.recipe.problems import Problems
from condax.recipe.stage0 import Written, build_recipe
from condax.recipe.v1_shapes import check_v1
from condax.recipe.values import NO_ENTRIES, Block, SourceSpan, Text

if TYPE_CHECKING:
    from pathlib import Path

RECIPE_NAMES = {"recipe.yaml": RecipeFormat.V1, "recipe.yml": RecipeFormat.V1}
V0_NAMES = {"meta.yaml": RecipeFormat.V0, "meta.yml": RecipeFormat.V0}
V0_TEXT = re.compile(r"\{%|(?<!\$)\{\{|^[^#\n]*#\s*\[[^\]\n]+\]", re.MULTILINE)
V1_TEXT = re.compile(r"\$\{\{|^schema_version\s*:|^context\s*:|^\s*- if\s*:", re.MULTILINE)


def parse_recipe(text: str, path: str = "recipe.yaml") -> Recipe:
    """The recipe that `text` describes; `path` names it in diagnostics and tells the format.

    Raises `RecipeError` with a located diagnostic for everything that is wrong with it.
    """
    problems = Problems(path, text)
    format_ = recipe_format(text, path)
    read = _read_v0 if format_ is RecipeFormat.V0 else _read_v1
    recipe = read(text, path, problems)
    problems.check()
    return recipe


def load_recipe(path: Path) -> Recipe:
    """The recipe in a file, or in a folder that holds exactly one."""
    if path.is_dir():
        return load_recipe_folder(path)
    try:
        return parse_recipe(path.read_bytes().decode("utf-8"), str(path))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise RecipeError(
            f"the recipe {str(path)!r} is not UTF-8 text",
            hint="save it as UTF-8",
            where=f"{path}:{line}",
        ) from None


def load_recipe_folder(folder: Path) -> Recipe:
    """The recipe of a folder: its `recipe.yaml`, or its `meta.yaml` if there is none."""
    for name in (*RECIPE_NAMES, *V0_NAMES):
        if (folder / name).is_file():
            return load_recipe(folder / name)
    raise RecipeError(
        f"there is no recipe in {str(folder)!r}", hint="a recipe is a `recipe.yaml` or `meta.yaml`"
    )


def recipe_format(text: str, path: str) -> RecipeFormat:
    """By name `meta.yaml` is v0 and `recipe.yaml` v1; of other names the text decides."""
    name = os.path.basename(path)  # noqa: PTH119 - paths of their own take longer
    for ending, format_ in {**V0_NAMES, **RECIPE_NAMES}.items():
        if name == ending or name.endswith(f".{ending}"):
            return format_
    is_v0 = V1_TEXT.search(text) is None and V0_TEXT.search(text) is not None
    return RecipeFormat.V0 if is_v0 else RecipeFormat.V1


def _read_v1(text: str, path: str, problems: Problems) -> Recipe:
    document = _checked(_mapping(text, Converter(problems), problems), problems)
    problems.check()
    check_v1(document, problems)
    written = Written(format=RecipeFormat.V1, path=path, text=text, document=document)
    return build_recipe(document, problems, written=written)


def _read_v0(text: str, path: str, problems: Problems) -> Recipe:
    # Programs that only see v1 recipes start faster without these.
    from condax.recipe.v0.context import context_of
    from condax.recipe.v0.document import V0Converter
    from condax.recipe.v0.mask import mask
    from condax.recipe.v0.vocabulary import with_v1_keys

    masked = mask(text)
    document = _mapping(masked.text, V0Converter(problems, masked), problems)
    problems.check()
    written = Written(format=RecipeFormat.V0, path=path, text=text, document=document)
    context = context_of(masked, text)
    return build_recipe(with_v1_keys(document), problems, written=written, context=context)


def _mapping(text: str, converter: Converter, problems: Problems) -> Block:
    """The document of a text, whose top level is a mapping."""
    node = compose(text, problems)
    document = NO_ENTRIES if node is None else converter.convert(node)
    if isinstance(document, Block):
        return document
    message = "the file is not a mapping"
    span = SourceSpan(0, max(text.find("\n"), 1), 1, 1)
    problems.add("unexpected-type", message, "begin with `package:`", span)
    return NO_ENTRIES


def _checked(document: Block, problems: Problems) -> Block:
    """The document, of which another version of the format than 1 is a problem."""
    version = document.get("schema_version")
    if version is not None and not (isinstance(version, Text) and version.value == "1"):
        message = "only version 1 of the recipe format is known"
        span = document.key_span("schema_version")
        problems.add("unexpected-type", message, "write `schema_version: 1`", span)
    return document
