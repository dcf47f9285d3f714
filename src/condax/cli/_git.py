"""What a command writes, in git: staged even where .gitignore names it, committed on request."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from condax.errors import ToolNotFoundError
from condax.system.process import attempt, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def is_work_tree(folder: Path) -> bool:
    """Whether git keeps the folder."""
    try:
        done = attempt(["git", "rev-parse", "--is-inside-work-tree"], env=os.environ, cwd=folder)
    except ToolNotFoundError:
        return False
    return done.returncode == 0 and done.stdout.strip() == "true"


def stage(folder: Path, written: Iterable[str], removed: Iterable[str]) -> None:
    """Put files, by their paths below the folder, into git's index or out of it."""
    known = _paths(folder, "ls-files", "-z")
    paths = {*written, *known.intersection(removed)}
    if paths:
        _git(folder, "add", "--all", "--force", "--", *sorted(paths))


def staged(folder: Path, *, removed: bool = False) -> set[str]:
    """Paths of the files below the folder that the next commit would change, or remove."""
    only = ("--diff-filter=D",) if removed else ()
    return _paths(
        folder, "diff", "--cached", "--name-only", "--no-renames", "--relative", "-z", *only
    )


def commit(folder: Path, paths: Iterable[str], message: str) -> None:
    """Commit these files and no others that are staged."""
    _git(folder, "commit", "--quiet", "-m", message, "--", *sorted(paths))


def _paths(folder: Path, *argv: str) -> set[str]:
    return {path for path in _git(folder, *argv).split("\0") if path}


def _git(folder: Path, *argv: str) -> str:
    return run(["git", "--literal-pathspecs", *argv], env=os.environ, cwd=folder).stdout
