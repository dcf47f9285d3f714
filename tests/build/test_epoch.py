from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.build.epoch import recipe_epoch
from condax.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENV = {"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": "/"}


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    folder = tmp_path / "recipe"
    folder.mkdir()
    for name, moment in {"recipe.yaml": 1500000000, "build.sh": 1600000000}.items():
        (folder / name).touch()
        os.utime(folder / name, (moment, moment))
    return folder / "recipe.yaml"


def commit(folder: Path, moment: int) -> None:
    date = f"{moment} +0000"
    env = {**ENV, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "HOME": str(folder)}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *words], cwd=folder, env=env, check=True)


def test_the_variable_decides(recipe: Path) -> None:
    assert recipe_epoch(recipe, {**ENV, "SOURCE_DATE_EPOCH": "1234"}) == 1234


def test_a_variable_that_is_no_number_is_a_config_error(recipe: Path) -> None:
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        recipe_epoch(recipe, {**ENV, "SOURCE_DATE_EPOCH": "yesterday"})


def test_outside_of_git_it_is_the_newest_file_of_the_recipe(recipe: Path) -> None:
    output = recipe.parent / "output"
    output.mkdir()
    (output / ".condapackageignore").touch()
    (output / "new").touch()
    assert recipe_epoch(recipe, ENV) == 1600000000


def test_in_git_it_is_the_last_commit_of_the_recipe(
    recipe: Path, require: Callable[[str], str]
) -> None:
    require("git")
    commit(recipe.parent, 1650000000)
    (recipe.parent / "untracked").touch()
    assert recipe_epoch(recipe, ENV) == 1650000000


def test_a_changed_recipe_in_git_is_as_new_as_its_change(
    recipe: Path, require: Callable[[str], str]
) -> None:
    require("git")
    commit(recipe.parent, 1650000000)
    recipe.write_text("changed\n")
    os.utime(recipe, (1690000000, 1690000000))
    newest = max(path.stat().st_mtime for path in recipe.parent.iterdir() if path.is_file())
    assert recipe_epoch(recipe, ENV) == int(newest)
