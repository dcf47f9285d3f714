"""What is wrong with a recipe is shown with its line and a caret, and nothing takes long."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.errors import RecipeError
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import load_recipe, parse_recipe
from condax.report.text import render_error

if TYPE_CHECKING:
    from tests.conftest import Golden

FOLDER = Path(__file__).parent / "errors"
NATIVE = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
WITHOUT_PLACE = {"not-a-mapping.recipe.yaml", "too-deep.recipe.yaml"}
"""Problems of the whole file, or found before anything of it is read."""


def error_of(path: Path) -> RecipeError:
    text = path.read_text(encoding="utf-8")
    with pytest.raises(RecipeError) as caught:
        evaluate(parse_recipe(text, path.name), NATIVE, {"c_stdlib": "sysroot"})
    return caught.value


@pytest.mark.golden
@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_an_error_is_shown_at_its_place(path: Path, golden: Golden) -> None:
    start = time.process_time()
    error = error_of(path)
    assert time.process_time() - start < 1
    assert error.diagnostics
    assert path.name in WITHOUT_PLACE or all(each.span for each in error.diagnostics)
    golden(f"errors/{path.name}.txt", render_error(error))


def test_text_that_is_not_utf_8_says_on_which_line(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_bytes(b"package:\n  name: \xff\n")
    with pytest.raises(RecipeError, match="not UTF-8") as caught:
        load_recipe(path)
    assert caught.value.where == f"{path}:2"
