"""From the paths on the command line to recipe files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.errors import RecipeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

RECIPE, V0_RECIPE = "recipe.yaml", "meta.yaml"
VARIANT_FILES = ("variants.yaml", "conda_build_config.yaml")
"""Beside a recipe, the first of these that is there counts, as in rattler-build."""


def find_recipes(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Absolute paths of all recipe files that `paths` name, each once.

    A path is a recipe file, a folder with a `recipe.yaml`, or a folder below which there are such
    folders (hidden ones are not searched). Raises `UsageError` when there is none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for recipe in _recipes_at(path):
            found[recipe.resolve()] = None
    return tuple(found)


def named_recipes(paths: Iterable[Path]) -> frozenset[Path]:
    """Those recipe files that `paths` name themselves or by their own folder."""
    files = (path if path.is_file() else path / RECIPE for path in paths)
    return frozenset(file.resolve() for file in files if file.is_file())


def variant_file_beside(recipe: Path) -> Path | None:
    """The variant file in the recipe's folder, if there is one."""
    return next((p for name in VARIANT_FILES if (p := recipe.parent / name).is_file()), None)


def _recipes_at(path: Path) -> Iterator[Path]:
    if path.is_file():
        if path.name == V0_RECIPE:
            raise _old_format(path)
        yield path
        return
    if not path.is_dir():
        raise UsageError(f"there is no recipe {str(path)!r}", hint="check the path")
    if (path / RECIPE).is_file():
        yield path / RECIPE
        return
    below = sorted(p for p in path.rglob(RECIPE) if not _is_hidden(p.relative_to(path)))
    if not below and (path / V0_RECIPE).is_file():
        raise _old_format(path / V0_RECIPE)
    if not below:
        raise UsageError(
            f"there is no {RECIPE} in {str(path)!r} or below it",
            hint="name a recipe file, a folder that holds one, or a folder of such folders",
        )
    yield from below


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _old_format(path: Path) -> RecipeError:
    return RecipeError(
        f"{str(path)!r} has the format of conda-build, which rattler-build does not read",
        hint=f"convert it to a {RECIPE}",
    )
