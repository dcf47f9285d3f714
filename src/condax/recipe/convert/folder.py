"""A folder with a recipe as the files of the same recipe in the other format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.recipe.convert.convert import Converted, to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.convert.variants import conda_build_config, variant_values, variants_yaml
from condax.recipe.emit import FILE_NAMES
from condax.recipe.model import Recipe, RecipeFormat
from condax.recipe.parse import load_recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from condax.diagnostics import Diagnostic


@dataclass(frozen=True, kw_only=True, slots=True)
class ConvertedFolder:
    """Files of the converted recipe by name; scripts that need no change are not among them."""

    recipe: str
    """Name of the recipe among them."""
    files: Mapping[str, str]
    notes: tuple[Diagnostic, ...]
    """What could not be converted, by line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Direction:
    """What becomes of the files of one format."""

    to: RecipeFormat
    recipe: Callable[[Recipe, frozenset[str], Mapping[str, frozenset[str]]], Converted]
    """Of the recipe, the names of the files beside it, and the values of its variant file."""
    variant_values: Callable[[str, str], Mapping[str, frozenset[str]]]
    script: tuple[str, str]
    """The build script of Windows, which is found by its name, and its name in the other format."""
    variants: tuple[str, str]
    convert_variants: Callable[[str, str], tuple[str, tuple[Diagnostic, ...]]]


DIRECTIONS: Mapping[RecipeFormat, Direction] = {
    RecipeFormat.V0: Direction(
        to=RecipeFormat.V1,
        recipe=to_v1,
        variant_values=variant_values,
        script=("bld.bat", "build.bat"),
        variants=("conda_build_config.yaml", "variants.yaml"),
        convert_variants=variants_yaml,
    ),
    RecipeFormat.V1: Direction(
        to=RecipeFormat.V0,
        recipe=lambda recipe, beside, _: to_v0(recipe, beside),
        variant_values=lambda *_: {},
        script=("build.bat", "bld.bat"),
        variants=("variants.yaml", "conda_build_config.yaml"),
        convert_variants=conda_build_config,
    ),
}


def convert_recipe(path: Path) -> ConvertedFolder:
    """The recipe at `path`, a file or its folder, with the variant file and scripts beside it.

    Nothing is written. Raises `RecipeError` for a recipe that cannot be read.
    """
    recipe = load_recipe(path)
    direction = DIRECTIONS[recipe.format]
    folder = path if path.is_dir() else path.parent
    old_config, new_config = direction.variants
    names = frozenset(each.name for each in folder.iterdir() if each.is_file())
    has_config = old_config in names
    config = (folder / old_config).read_text(encoding="utf-8") if has_config else ""
    values = direction.variant_values(config, str(folder / old_config))
    converted = direction.recipe(recipe, names, values)
    name = FILE_NAMES[direction.to]
    files = {name: converted.text}
    notes = list(converted.notes)
    old, new = direction.script
    if old in names:
        files[new] = (folder / old).read_bytes().decode("utf-8", "replace")
    if has_config:
        files[new_config], found = direction.convert_variants(config, str(folder / old_config))
        notes += [replace(each, severity=Severity.WARNING) for each in found]
    return ConvertedFolder(recipe=name, files=files, notes=tuple(notes))
