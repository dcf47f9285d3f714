"""A folder with a v0 recipe as the files of the same recipe in v1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.errors import UsageError
from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.variants import variants_yaml
from condax.recipe.model import RecipeFormat
from condax.recipe.parse import load_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from condax.diagnostics import Diagnostic

RENAMED = {"bld.bat": "build.bat"}
"""Scripts that are found by their name, which rattler-build looks for under another one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConvertedFolder:
    """Files of the converted recipe by name; scripts that need no change are not among them."""

    files: Mapping[str, str]
    notes: tuple[Diagnostic, ...]
    """What could not be converted, by line."""


def convert_recipe(path: Path) -> ConvertedFolder:
    """The v0 recipe at `path`, a file or its folder, with the variant file and scripts beside it.

    Nothing is written. Raises `RecipeError` for a recipe that cannot be read, and `UsageError` for
    one that is v1 already.
    """
    recipe = load_recipe(path)
    if recipe.format is RecipeFormat.V1:
        raise UsageError(f"{recipe.path!r} is a v1 recipe already", hint="name a meta.yaml")
    folder = path if path.is_dir() else path.parent
    converted = to_v1(recipe, frozenset(each.name for each in folder.iterdir()))
    files = {"recipe.yaml": converted.text}
    notes = list(converted.notes)
    for old, new in RENAMED.items():
        if (folder / old).is_file():
            files[new] = (folder / old).read_bytes().decode("utf-8", "replace")
    config = folder / "conda_build_config.yaml"
    if config.is_file():
        text, found = variants_yaml(config.read_text(encoding="utf-8"), str(config))
        files["variants.yaml"] = text
        notes += [replace(each, severity=Severity.WARNING) for each in found]
    return ConvertedFolder(files=files, notes=tuple(notes))
