"""What a path means: a recipe, a script of one, its folder, its feedstock, a tree of all these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import UsageError
from condax.lint.folder import find_recipes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        *("recipes/a/recipe.yaml", "recipes/b/meta.yaml", "recipes/b/build.sh"),
        *("f-feedstock/recipe/recipe.yaml", "f-feedstock/recipe/meta.yaml"),
        *("f-feedstock/conda-forge.yml", "f-feedstock/recipe/tests/recipe.yaml"),
        *(".pixi/recipe.yaml", "node_modules/x/meta.yaml", "empty/build.sh"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["recipes/a/recipe.yaml"], ["recipes/a/recipe.yaml"]),
        (["recipes/b/build.sh"], ["recipes/b/meta.yaml"]),
        (["recipes/b"], ["recipes/b/meta.yaml"]),
        (["f-feedstock"], ["f-feedstock/recipe/recipe.yaml"]),
        (["f-feedstock/conda-forge.yml"], ["f-feedstock/recipe/recipe.yaml"]),
        (["recipes"], ["recipes/a/recipe.yaml", "recipes/b/meta.yaml"]),
        (["recipes/b", "recipes"], ["recipes/b/meta.yaml", "recipes/a/recipe.yaml"]),
        (
            ["."],
            ["f-feedstock/recipe/recipe.yaml", "recipes/a/recipe.yaml", "recipes/b/meta.yaml"],
        ),
    ],
    ids=lambda value: "+".join(value),
)
def test_a_path_leads_to_its_recipes(tree: Path, paths: list[str], found: list[str]) -> None:
    assert find_recipes([tree / each for each in paths]) == tuple(tree / each for each in found)


@pytest.mark.parametrize("path", ["nothing", "empty", "empty/build.sh"])
def test_a_path_without_a_recipe_is_an_error(tree: Path, path: str) -> None:
    with pytest.raises(UsageError, match=r"recipe|there is no file"):
        find_recipes([tree / path])
