"""`condax new` as a function: locate, detect, compose; the recipe folder as text, then on disk."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.project.compose import Choices, compose
from condax.project.detect import detect_project
from condax.project.locate import SourceWish, locate, repository_of
from condax.project.toml_text import why_no_toml
from condax.recipe.model import RecipeFormat
from condax.recipe.yaml_text import string_text
from condax.system.files import write_tree
from condax.system.network import no_progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.project.model import ProjectFacts
    from condax.project.tree import SourceTree
    from condax.sources import SourceOptions
    from condax.system.network import OnProgress

RECIPES = Path("recipes")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewOptions:
    """What a new recipe is made from."""

    source: SourceWish
    sources: SourceOptions
    """Caches and mirrors for downloads."""
    choices: Choices = field(default_factory=Choices)
    format: RecipeFormat = RecipeFormat.V1
    folder: Path | None = None
    """Folder of the recipe; `recipes/<name>` if none is given."""
    patches: tuple[Path, ...] = ()
    """Patches to apply to the source, copied beside the recipe."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewRecipe:
    """A recipe that is not written yet."""

    facts: ProjectFacts
    folder: Path
    tree: Mapping[str, str]
    """Its files, name to text."""

    def write(self, *, force: bool = False) -> tuple[Path, ...]:
        """Write the files; raises `UsageError` if one is there and may not be replaced."""
        there = [
            name
            for name in ("recipe.yaml", "meta.yaml", *self.tree)
            if (self.folder / name).exists()
        ]
        if there and not force:
            raise UsageError(
                f"{str(self.folder / there[0])!r} is there already",
                hint="add --force to replace it, or choose another folder with --output",
            )
        write_tree(self.folder, self.tree)
        return tuple(self.folder / name for name in sorted(self.tree))


def new_recipe(options: NewOptions, on_progress: OnProgress = no_progress) -> NewRecipe:
    """Read the source and make its recipe, in memory.

    Raises `UsageError` for a source without name, version or build system, and for one whose only
    build system is in a file that is no TOML.
    """
    with locate(options.source, options.sources, on_progress) as located:
        facts = detect_project(located.tree)
        if not facts.systems:
            _check_toml(located.tree)
        name = options.choices.name or (facts.name.value if facts.name else "")
        folder = options.folder or RECIPES / (name or "unnamed")
        patches = {path.name: _patch(path) for path in options.patches}
        source = replace(
            located.source(folder), patches=tuple(string_text(name) for name in patches)
        )
        repository = repository_of(located.url)
        draft = compose(facts, source, options.choices, repository=repository)
    tree = {**draft.tree(options.format), **patches}
    return NewRecipe(facts=facts, folder=folder, tree=tree)


def _check_toml(tree: SourceTree) -> None:
    for name in ("pyproject.toml", "Cargo.toml"):
        reason = why_no_toml(tree.text(name))
        if reason is not None:
            raise UsageError(f"{name!r} is no TOML: {reason}", hint="correct the file", where=name)


def _patch(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise UsageError(
            f"the patch {str(path)!r} cannot be read: {e}", hint="name a text file"
        ) from e
