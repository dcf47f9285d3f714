"""What a recipe is made from, `Project` with its `Need`s, and what comes out, `Draft`."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from condax.recipe.emit import FILE_NAMES, emit_recipe
from condax.recipe.model import About, Recipe, RecipeFormat, Source, Test
from condax.recipe.natures import Nature, nature_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, str] = MappingProxyType({})
NO_ABOUT = About()
V0_PATHS = {"requirements.run_exports": "build.run_exports"}
"""Where v0 has what the v1 format keeps elsewhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Something that the project needs, by its conda name."""

    name: str
    constraint: str = ""
    """In conda's spelling, e.g. `>=1.2,<2`."""
    run_constraint: str = ""
    """The same where the finished package runs."""
    nature: Nature | None = None
    """What it is; `None` asks the table of packages."""
    is_imported: bool = False
    """Whether the finished package imports or starts it."""

    @property
    def what(self) -> Nature:
        """The nature; what is unknown is a library, or a Python package if it is imported."""
        known = self.nature or nature_of(self.name)
        return known or (Nature.PYTHON if self.is_imported else Nature.LIBRARY)

    @property
    def spec(self) -> str:
        """The match spec of what the build needs."""
        return f"{self.name} {self.constraint or self.run_constraint}".rstrip()

    @property
    def run_spec(self) -> str:
        """The match spec of what the finished package needs."""
        return f"{self.name} {self.run_constraint}".rstrip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """One project and how it wants to be built."""

    name: str
    version: str
    source: Source
    about: About = NO_ABOUT
    languages: tuple[str, ...] = ("c",)
    needs: tuple[Need, ...] = ()
    folder: str = "."
    """Where the build system is, relative to the source."""
    options: tuple[str, ...] = ()
    """For configure, `-D…` for CMake and Meson, `VARIABLE=value` for make, shell-quoted."""
    check: str = ""
    """Target or command of its own tests; empty without any."""
    tests: tuple[Test, ...] = ()
    """Tests of the finished package."""
    is_library: bool = False
    """Whether others link it, so that the package exports itself to them."""
    config_scripts: tuple[str, ...] = ()
    """Folders with a `config.sub` and a `config.guess`."""
    needs_itself: bool = False
    """Whether a cross build runs programs that the package has: the build platform's lends them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A recipe with the files beside it."""

    recipe: Recipe
    files: Mapping[str, str] = field(default_factory=dict)
    """Name to text, e.g. `build.sh`."""
    comments: Mapping[str, str] = field(default_factory=dict)
    """By path in the v1 recipe."""

    def tree(self, format: RecipeFormat = RecipeFormat.V1) -> dict[str, str]:
        """Every file of the recipe folder."""
        comments = self.comments
        if format is RecipeFormat.V0:
            comments = {V0_PATHS.get(path, path): text for path, text in comments.items()}
        text = emit_recipe(self.recipe, format, comments)
        return {FILE_NAMES[format]: text, **self.files}
