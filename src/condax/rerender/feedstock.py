"""A feedstock as read from its folder, and what its recipe says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from condax.errors import ConfigError, UsageError
from condax.platforms import Platforms, get_platform
from condax.recipe.parse import parse_recipe
from condax.rerender.config import ForgeConfig, parse_forge_config

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from condax.recipe.model import Recipe

CONFIG = "conda-forge.yml"
MIGRATIONS = ".ci_support/migrations"
VARIANT_FILES = ("conda_build_config.yaml", "variants.yaml")
"""Beside the recipe, the weaker one first."""

LICENSE = "LICENSE.txt"
OTHER_LICENSES = ("LICENSE", "LICENSE.md", "COPYING")

RECIPES = ("recipe.yaml", "meta.yaml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What README, CODEOWNERS and pixi.toml say."""

    repository: str
    """Name of the repository, e.g. `xz-feedstock`."""
    package: str
    outputs: tuple[str, ...]
    channel: str
    maintainers: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedstock:
    """Everything of a feedstock that rerendering reads."""

    name: str
    """Of its folder."""
    config: ForgeConfig
    recipe: Recipe
    variant_files: Mapping[str, str] = field(default_factory=dict)
    """Path → text of the variant files beside the recipe."""
    scripts: Mapping[str, str] = field(default_factory=dict)
    """Name → text of the build scripts beside a v0 recipe, which conda-build searches."""
    migrations: Mapping[str, str] = field(default_factory=dict)
    """Name → text of the migrations below `.ci_support`."""
    license: str | None = None
    """Text of its LICENSE.txt; empty if its license is in another file, `None` without any."""

    @property
    def repository(self) -> str:
        """Name of its repository."""
        given = self.config.text("github.repo_name")
        return given or self.name.removesuffix("-feedstock") + "-feedstock"

    def platforms(self, target: str) -> Platforms:
        """What the recipe and its variant files are rendered for, of a target as `linux_aarch64`.

        conda-smithy renders as if every target were built on itself: `build_platform` in a
        selector is the target, and `os.environ["BUILD_PLATFORM"]` alone is the build platform.
        """
        host = get_platform(target)
        return Platforms(build=host, host=host, target=host)


def load_feedstock(folder: Path, texts: Mapping[str, str] | None = None) -> Feedstock:
    """Read a feedstock's folder; `texts` (path → text) stand in for files that it has.

    Raises `UsageError` if it is none, `ConfigError` for a file that cannot be read, and
    `RecipeError` for a recipe that is malformed.
    """
    given = texts or {}

    def read(path: Path) -> str:
        text = given.get(path.relative_to(folder).as_posix())
        return _text(path) if text is None else text

    config = (
        parse_forge_config(given[CONFIG], CONFIG) if CONFIG in given else load_forge_config(folder)
    )
    recipe_dir = folder / config.text("recipe_dir")
    recipe = _recipe_file(recipe_dir, config)
    return Feedstock(
        license=_license(folder),
        name=folder.resolve().name,
        config=config,
        recipe=parse_recipe(read(recipe), str(recipe.relative_to(folder).as_posix())),
        variant_files={
            path.relative_to(folder).as_posix(): read(path)
            for name in VARIANT_FILES
            if (path := recipe_dir / name).is_file()
        },
        scripts={path.name: read(path) for path in _scripts(recipe_dir)}
        if recipe.name == RECIPES[1]
        else {},
        migrations={
            path.name: _text(path) for path in sorted((folder / MIGRATIONS).glob("*.y*ml"))
        },
    )


def _license(folder: Path) -> str | None:
    if (folder / LICENSE).is_file():
        return _text(folder / LICENSE)
    return "" if any((folder / name).is_file() for name in OTHER_LICENSES) else None


def _scripts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix in (".sh", ".bat")]


def load_forge_config(folder: Path) -> ForgeConfig:
    """Read the `conda-forge.yml` of a feedstock's folder."""
    return parse_forge_config(read_forge_file(folder)[1], CONFIG)


def read_forge_file(folder: Path) -> tuple[Path, str]:
    """Path and text, with its line ends, of `conda-forge.yml`.

    Raises `UsageError` where there is none.
    """
    path = folder / CONFIG
    if not path.is_file():
        raise UsageError(
            f"{str(folder)!r} has no {CONFIG}",
            hint="name the folder of a feedstock; an empty conda-forge.yml makes one",
        )
    return path, _text(path, newline="")


def _recipe_file(folder: Path, config: ForgeConfig) -> Path:
    names = RECIPES if config.uses_rattler_build else tuple(reversed(RECIPES))
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise ConfigError(
        f"there is no recipe in {config.text('recipe_dir')!r}",
        hint="set `recipe_dir` to the folder with meta.yaml or recipe.yaml",
        where=CONFIG,
    )


def _text(path: Path, newline: str | None = None) -> str:
    try:
        with path.open(encoding="utf-8", newline=newline) as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as e:
        raise ConfigError(
            f"cannot read {str(path)!r}: {e}", hint="check that it is a UTF-8 text file"
        ) from None
