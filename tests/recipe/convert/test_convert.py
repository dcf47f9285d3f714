"""v0 recipes as v1 recipes: the same packages on every platform pair, and nothing left unsaid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rattler_build as rb
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs
from tests.recipe.test_differential import VARIANT

from condax.recipe.convert.convert import to_v1
from condax.recipe.model import ScriptTest
from condax.recipe.parse import load_recipe, parse_recipe
from condax.recipe.values import Text

if TYPE_CHECKING:
    from tests.conftest import Golden

CORPUS = Path(__file__).parent.parent / "corpus"
BEYOND = {
    "unknown-loop.meta.yaml": ("for",),
    "plain-requirements.meta.yaml": ("app",),
}
"""Recipes that v1 has no words for, with words of what is said about each."""
CONVERTED = sorted(p for p in CORPUS.glob("*.meta.yaml") if p.name not in BEYOND)
COMPILERS = {"c_compiler": "c", "cxx_compiler": "cxx", "fortran_compiler": "f"}
KEYS = {**COMPILERS, **VARIANT, "vc": "14", "undefined_here": False}


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: path.name)
def test_a_converted_recipe_means_the_same(path: Path) -> None:
    old = load_recipe(path)
    converted = to_v1(old)
    assert converted.notes == ()
    rb.Stage0Recipe.from_yaml(converted.text)
    new = parse_recipe(converted.text, "recipe.yaml")
    for platforms in pairs():
        after, before = meaning(new, platforms, KEYS), meaning(old, platforms, KEYS)
        assert after == before, platforms.host.subdir


@pytest.mark.parametrize("name", BEYOND)
def test_what_cannot_be_said_is_listed_by_line(name: str) -> None:
    notes = to_v1(load_recipe(CORPUS / name)).notes
    for word in BEYOND[name]:
        assert any(word in note.message and note.span for note in notes), word


@pytest.mark.golden
@pytest.mark.parametrize(
    "name",
    [
        *("cython-numpy", "mpi", "multi-output", "selectors", "reassigned-variables"),
        *("conditional-lists", "top-level-build", "jinja-loop"),
    ],
)
def test_the_text_is_what_a_maintainer_would_write(name: str, golden: Golden) -> None:
    golden(f"{name}.recipe.yaml", to_v1(load_recipe(CORPUS / f"{name}.meta.yaml")).text)


def test_comments_stay_at_what_they_are_about() -> None:
    text = """\
# about the recipe
package:
  name: x
  version: "1"
requirements:
  # all tools
  build:
    - a  # the first
    # only there
    - b  # [win]
    - c  # why [unix]
"""
    assert (
        to_v1(parse_recipe(text, "meta.yaml")).text
        == """\
schema_version: 1

package:
  # about the recipe
  name: x
  version: "1"

requirements:
  build:
    # all tools
    # the first
    - a
    # only there
    - if: win
      then: b
    # why
    - if: unix
      then: c
"""
    )


def test_files_that_v0_runs_by_their_name_become_tests() -> None:
    recipe = parse_recipe("package:\n  name: x\n  version: 1\n", "meta.yaml")
    beside = frozenset({"run_test.py", "run_test.sh", "meta.yaml"})
    tests = parse_recipe(to_v1(recipe, beside).text).tests
    files = [text for test in tests if isinstance(test, ScriptTest) for text in test.recipe_files]
    assert files == [Text(value="run_test.sh"), Text(value="run_test.py")]


def test_a_build_script_beside_several_outputs_is_a_staging_output() -> None:
    text = "package:\n  name: x\n  version: 1\noutputs:\n  - name: a\n  - name: b\n"
    recipe = parse_recipe(text, "meta.yaml")
    staged = parse_recipe(to_v1(recipe, frozenset({"build.sh"})).text)
    assert [output.is_staging for output in staged.all_outputs] == [True, False, False]
    alone = parse_recipe(to_v1(recipe).text)
    assert [output.is_staging for output in alone.all_outputs] == [False, False]
