"""The moment that everything in a package is dated with, so that it does not depend on when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.errors import CondaxError, ConfigError
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"
IGNORED = ".condapackageignore"
"""What rattler-build and condax leave in a folder that is no source."""


def recipe_epoch(recipe: Path, env: Mapping[str, str]) -> int:
    """Seconds since 1970: `SOURCE_DATE_EPOCH`, else the last commit of the recipe's folder, else
    its newest file.

    The commit counts only while git sees no difference to it.
    """
    given = env.get(VARIABLE)
    if given is not None:
        if not given.isdigit():
            raise ConfigError(
                f"{VARIABLE} is {given!r}", hint="set it to seconds since 1970, or unset it"
            )
        return int(given)
    committed = _committed(recipe.parent, env)
    return committed if committed is not None else _newest(recipe.parent)


def _committed(folder: Path, env: Mapping[str, str]) -> int | None:
    git = ("git", "-C", str(folder))
    try:
        changes = run([*git, "status", "--porcelain", "--untracked-files=no", "--", "."], env=env)
        commit = run([*git, "log", "-1", "--format=%ct", "--", "."], env=env)
    except CondaxError:
        return None
    moment = commit.stdout.strip()
    return int(moment) if moment and not changes.stdout.strip() else None


def _newest(folder: Path) -> int:
    return max((int(path.lstat().st_mtime) for path in _files(folder)), default=0)


def _files(folder: Path) -> Iterator[Path]:
    """Without hidden folders, and without output channels, which grow with every build."""
    for path in folder.iterdir():
        if path.is_symlink() or not path.is_dir():
            yield path
        elif not path.name.startswith(".") and not (path / IGNORED).exists():
            yield from _files(path)
