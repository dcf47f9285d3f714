from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.build.discover import find_recipes, variant_file_beside
from condax.errors import RecipeError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_a_folder_of_folders_gives_all_its_recipes_in_order(tmp_path: Path) -> None:
    found = [touch(tmp_path / name / "recipe.yaml") for name in ("a", "b/c")]
    touch(tmp_path / ".pixi/x/recipe.yaml")
    assert find_recipes([tmp_path]) == tuple(found)


def test_a_folder_with_a_recipe_hides_those_below_it(tmp_path: Path) -> None:
    recipe = touch(tmp_path / "recipe.yaml")
    touch(tmp_path / "tests/recipe.yaml")
    assert find_recipes([tmp_path]) == (recipe,)


def test_a_recipe_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    recipe = touch(tmp_path / "recipe.yaml")
    assert find_recipes([tmp_path, recipe]) == (recipe,)


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no recipe"):
        find_recipes([tmp_path / "nothing"])


def test_a_folder_without_recipes_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no recipe\.yaml in"):
        find_recipes([tmp_path])


@pytest.mark.parametrize("path", ["", "meta.yaml"], ids=["folder", "file"])
def test_a_recipe_of_conda_build_says_to_convert_it(tmp_path: Path, path: str) -> None:
    touch(tmp_path / "meta.yaml")
    with pytest.raises(RecipeError) as caught:
        find_recipes([tmp_path / path])
    assert "convert" in caught.value.hint


def test_variants_yaml_wins_over_conda_build_config(tmp_path: Path) -> None:
    recipe = touch(tmp_path / "recipe.yaml")
    assert variant_file_beside(recipe) is None
    touch(tmp_path / "conda_build_config.yaml")
    wanted = touch(tmp_path / "variants.yaml")
    assert variant_file_beside(recipe) == wanted
