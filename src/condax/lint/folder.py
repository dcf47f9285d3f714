"""Finding recipes below a path and reading the few files that rules look at."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.errors import RecipeError, UsageError
from condax.lint.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from condax.diagnostics import Diagnostic

RECIPE_NAMES = ("recipe.yaml", "meta.yaml")
"""File names of the two formats; where both are, the first is what builds."""
FORGE_NAMES = ("conda-forge.yml", "../conda-forge.yml")
CI_SUPPORT, WORKFLOWS = "../.ci_support/", "../.github/workflows/"
GIT_CONFIG = "../.git/config"
BESIDE = ("conda-forge.yml", "conda_build_config.yaml", "variants.yaml")
SCRIPT_SUFFIXES = (".sh", ".bash", ".bat")
READ_SUFFIXES = (".sh", ".bash", ".bat", ".yaml", ".yml", ".txt", ".R", ".py", ".pl")
NEEDED_SUFFIXES = (".sh", ".bash", ".yaml", ".yml")
"""Of files that rules have to read: one that is no text is reported."""
SKIPPED_FOLDERS = frozenset({"node_modules", "build_artifacts", "__pycache__", "output"})


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipeFolder:
    """The files of one recipe, by their path relative to `root`."""

    root: Path
    recipe: str
    """Which of the files is the recipe."""
    files: Mapping[str, str]
    """Texts; a file that is no UTF-8 text, or is huge, has an empty one."""
    unreadable: tuple[Diagnostic, ...] = ()
    """Why scripts and configurations have an empty one."""


def find_recipes(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Recipe files at or below the paths: a file, a recipe folder, a feedstock, a tree of them.

    A build script, a variant file and `conda-forge.yml` stand for the recipe that they belong to.

    Raises `UsageError` for a path that does not exist and for one without a recipe.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(
                f"there is no file or folder {str(path)!r}",
                hint="name a recipe, a folder with one, or a tree of recipes",
            )
        here = [_meant_by(path)] if path.is_file() else list(_below(path))
        if not here:
            raise UsageError(
                f"there is no recipe in {str(path)!r}",
                hint="a recipe is a file named recipe.yaml or meta.yaml",
            )
        found += here
    return tuple(dict.fromkeys(found))


def _meant_by(file: Path) -> Path:
    """The recipe that a file belongs to, where it is a script or a configuration of one."""
    if file.name not in BESIDE and file.suffix not in SCRIPT_SUFFIXES:
        return file
    for folder in (file.parent, file.parent / "recipe"):
        for name in RECIPE_NAMES:
            if (folder / name).is_file():
                return folder / name
    raise UsageError(
        f"{str(file)!r} has no recipe beside it",
        hint="name a recipe, or a file of a recipe's folder or feedstock",
    )


def _below(folder: Path) -> Iterator[Path]:
    for name in RECIPE_NAMES:
        if (folder / name).is_file():
            yield folder / name
            return
    for child in sorted(folder.iterdir()):
        hidden = child.name.startswith(".") or child.name in SKIPPED_FOLDERS
        if not hidden and child.is_dir() and not child.is_symlink():
            yield from _below(child)


def read_folder(recipe: Path) -> RecipeFolder:
    """The recipe, what stands beside it, and of its feedstock what rules look at.

    Raises `RecipeError` if the recipe is no text.
    """
    root = recipe.parent
    with os.scandir(root) as entries:
        names = sorted(entry.name for entry in entries if _is_file(entry))
    files = dict.fromkeys(names, "")
    above = [name for name in FORGE_NAMES if name.startswith("../") and _is_there(root, name)]
    rendered = _yaml_files(root, CI_SUPPORT) if above else []
    if above:
        files |= _feedstock_files(root)
    read = [name for name in names if name not in RECIPE_NAMES] + above + rendered
    unreadable: list[Diagnostic] = []
    for name in read:
        files[name], problems = _read(root, name)
        unreadable += problems
    files[recipe.name] = read_text(root, recipe.name)
    return RecipeFolder(root=root, recipe=recipe.name, files=files, unreadable=tuple(unreadable))


def _read(root: Path, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a file, empty if nothing reads it; or why a file that is needed has none."""
    try:
        return read_text(root, name) if name.endswith(READ_SUFFIXES) else "", ()
    except RecipeError as error:
        return "", error.diagnostics if name.endswith(NEEDED_SUFFIXES) else ()


def _is_there(root: Path, name: str) -> bool:
    return os.path.isfile(f"{root}/{name}")  # noqa: PTH113 - a path of its own takes longer


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A link that leads to itself.
        return False


def _feedstock_files(root: Path) -> dict[str, str]:
    """The names of its workflows, and what git knows of the feedstock."""
    found = dict.fromkeys(_yaml_files(root, WORKFLOWS), "")
    if _is_there(root, GIT_CONFIG):
        found[GIT_CONFIG] = (root / GIT_CONFIG).read_text(encoding="utf-8", errors="replace")
    return found


def _yaml_files(root: Path, folder: str) -> list[str]:
    if not (root / folder).is_dir():
        return []
    with os.scandir(root / folder) as entries:
        return sorted(f"{folder}{e.name}" for e in entries if e.name.endswith((".yaml", ".yml")))
