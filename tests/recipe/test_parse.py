"""Recipe text to the model: what is read, where it stands, and how the format is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import RecipeError
from condax.recipe.model import PythonTest, RecipeFormat, ScriptTest
from condax.recipe.parse import load_recipe_folder, parse_recipe, recipe_format
from condax.recipe.values import Conditional, Text, leaves

if TYPE_CHECKING:
    from pathlib import Path

V1 = """\
# A comment.
context:
  version: "1.10"
  flag: true

package:
  name: demo
  version: ${{ version }}

source:
  - url: https://example.org/demo-${{ version }}.tar.gz
    sha256: ab
  - if: linux
    then:
      path: linux

build:
  number: 0
  skip: win
  script:
    - make
    - if: unix
      then: make install
      else: [a, b]

requirements:
  build:
    - ${{ compiler("c") }}
    - if: build_platform != host_platform
      then:
        - python
        - cross-python_${{ host_platform }}
  host:
  run:
    - ${{ pin_subpackage("demo", exact=true) }}
  run_exports:
    - zlib

tests:
  - python:
      imports: demo
  - script: [echo]

about:
  license: MIT

surprise: 1
"""


def test_sections_of_a_v1_recipe_are_read() -> None:
    recipe = parse_recipe(V1)
    assert recipe.format is RecipeFormat.V1
    assert [c.name for c in recipe.context] == ["version", "flag"]
    assert recipe.context[0].value == Text(value="1.10", quoted=True)
    assert recipe.build.skip == (Text(value="win"),)
    assert recipe.requirements.run == (Text(value='${{ pin_subpackage("demo", exact=true) }}'),)
    assert recipe.requirements.run_exports.weak == (Text(value="zlib"),)
    assert [key for key, _ in recipe.requirements.sections] == [
        "build",
        "host",
        "run",
        "run_exports",
    ]
    assert [type(test) for test in leaves(recipe.tests)] == [PythonTest, ScriptTest]
    assert [key for key, _ in recipe.extra_fields] == ["surprise"]


def test_conditions_keep_both_branches() -> None:
    recipe = parse_recipe(V1)
    assert recipe.build.script is not None
    (_, conditional) = recipe.build.script.content
    assert isinstance(conditional, Conditional)
    assert conditional.condition == Text(value="unix")
    assert conditional.then == (Text(value="make install"),)
    assert conditional.otherwise == (Text(value="a"), Text(value="b"))


def test_spans_lead_back_to_the_text() -> None:
    recipe = parse_recipe(V1)
    for text in leaves(recipe.requirements.build):
        assert text.span is not None
        assert V1[text.span.start : text.span.end] == text.value
        line = V1.splitlines()[text.span.line - 1]
        assert line[text.span.column - 1 :].startswith(text.value)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("meta.yaml", "package: {name: x}", RecipeFormat.V0),
        ("recipe.yaml", "package: {name: x}", RecipeFormat.V1),
        ("bad-single.meta.yaml", "package: {name: x}", RecipeFormat.V0),
        ("other.yaml", "- ${{ compiler('c') }}", RecipeFormat.V1),
        ("other.yaml", "- {{ compiler('c') }}", RecipeFormat.V0),
        ("other.yaml", "- vc  # [win]", RecipeFormat.V0),
        ("other.yaml", "package:\n  name: x", RecipeFormat.V1),
    ],
)
def test_the_format_is_told_by_name_and_then_by_text(
    name: str, text: str, expected: RecipeFormat
) -> None:
    assert recipe_format(text, name) is expected


def test_a_folder_gives_its_recipe(tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_text(V1)
    assert load_recipe_folder(tmp_path).package.name == Text(value="demo")
    with pytest.raises(RecipeError, match="there is no recipe in"):
        load_recipe_folder(tmp_path / "elsewhere")
