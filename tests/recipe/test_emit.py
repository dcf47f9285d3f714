"""Emitted text says what the model says, and looks as a person would have written it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recipe.meaning import meaning
from tests.recipe.strategies import PLAIN_REQUIREMENTS, RECIPES, V0_RECIPES
from tests.recipe.test_corpus import pairs

from condax.errors import RecipeError
from condax.platforms import Platforms, get_platform
from condax.recipe.emit import FILE_NAMES, emit_recipe
from condax.recipe.evaluate import evaluate
from condax.recipe.model import (
    Build,
    ContextVariable,
    OtherTest,
    Package,
    PythonTest,
    Recipe,
    RecipeFormat,
    Requirements,
    RunExports,
    Script,
    ScriptTest,
)
from condax.recipe.parse import parse_recipe
from condax.recipe.values import Block, Conditional, Text

RECIPES_FOLDER = Path(__file__).parent.parent.parent / "recipes"
CROSS = "build_platform != host_platform"


def text(value: str) -> Text:
    return Text(value=value)


def when(condition: str, *then: str, otherwise: tuple[str, ...] = ()) -> Conditional[Text]:
    return Conditional(
        condition=text(condition),
        then=tuple(map(text, then)),
        otherwise=tuple(map(text, otherwise)),
    )


SAMPLE = Recipe(
    context=(ContextVariable(name="version", value=Text(value="1.10", quoted=True)),),
    package=Package(name=text("sample"), version=text("${{ version }}")),
    build=Build(number=text("0"), skip=(text("win"),), script=Script(content=(text("build.sh"),))),
    requirements=Requirements(
        build=(text('${{ compiler("c") }}'), when(CROSS, "python", "numpy")),
        host=(when('mpi == "openmpi"', "openmpi", otherwise=("mpich",)),),
        run_exports=RunExports(weak=(text('${{ pin_subpackage("sample") }}'),)),
    ),
    tests=(
        ScriptTest(script=Script(content=(text("sample --help"),))),
        PythonTest(imports=(text("sample"),)),
    ),
)


@settings(max_examples=150, deadline=None)
@given(recipe=RECIPES)
def test_reading_what_was_emitted_gives_the_same_recipe(recipe: Recipe) -> None:
    written = emit_recipe(recipe)
    assert parse_recipe(written) == recipe
    assert written.endswith("\n")
    assert "\n\n\n" not in written


@settings(max_examples=100, deadline=None)
@given(recipe=V0_RECIPES)
def test_reading_what_was_emitted_in_v0_gives_the_same_recipe(recipe: Recipe) -> None:
    """What `meta.yaml` holds is a fixed point: selectors have no `else`, and there is one test."""
    read = parse_recipe(emit_recipe(recipe, RecipeFormat.V0), "meta.yaml")
    again = emit_recipe(read, RecipeFormat.V0)
    assert parse_recipe(again, "meta.yaml") == read
    for platforms in pairs():
        variant = {"mpi": "openmpi", "version": "1.0", "c_stdlib": "sysroot", "c_compiler": "gcc"}
        made = replace(recipe, format=RecipeFormat.V1)
        after, before = meaning(read, platforms, variant), meaning(made, platforms, variant)
        assert after == before


@settings(max_examples=60, deadline=None)
@given(needs=PLAIN_REQUIREMENTS, host=st.sampled_from(("linux-64", "linux-aarch64", "win-64")))
def test_both_formats_require_the_same(needs: Requirements, host: str) -> None:
    here, there = get_platform("linux-64"), get_platform(host)
    platforms = Platforms(build=here, host=there, target=there)
    package = Package(name=text("sample"), version=text("1.0.0"))
    recipe = Recipe(package=package, requirements=needs)
    found = [
        evaluate(parse_recipe(emit_recipe(recipe, format_), file), platforms, {"mpi": "openmpi"})
        for format_, file in FILE_NAMES.items()
    ]
    assert found[0][0].requirements == found[1][0].requirements


@pytest.mark.parametrize("path", sorted(RECIPES_FOLDER.glob("*/recipe.yaml")), ids=str)
def test_real_recipes_come_back(path: Path) -> None:
    recipe = parse_recipe(path.read_text(encoding="utf-8"), str(path))
    assert parse_recipe(emit_recipe(recipe)) == recipe


def test_v1_has_blank_lines_between_sections_only() -> None:
    assert (
        emit_recipe(SAMPLE)
        == """\
schema_version: 1

context:
  version: "1.10"

package:
  name: sample
  version: ${{ version }}

build:
  number: 0
  skip: win
  script: build.sh

requirements:
  build:
    - ${{ compiler("c") }}
    - if: build_platform != host_platform
      then:
        - python
        - numpy
  host:
    - if: mpi == "openmpi"
      then: openmpi
      else: mpich
  run_exports:
    - ${{ pin_subpackage("sample") }}

tests:
  - script:
      - sample --help
  - python:
      imports:
        - sample
"""
    )


def test_v0_has_selectors_and_set_lines() -> None:
    assert (
        emit_recipe(SAMPLE, RecipeFormat.V0)
        == """\
{% set version = "1.10" %}

package:
  name: sample
  version: "{{ version }}"

build:
  number: 0
  skip: true  # [win]
  run_exports:
    - {{ pin_subpackage("sample") }}

requirements:
  build:
    - {{ compiler("c") }}
    - python  # [build_platform != target_platform]
    - numpy  # [build_platform != target_platform]
  host:
    - openmpi  # [mpi == "openmpi"]
    - mpich  # [mpi != "openmpi"]

test:
  imports:
    - sample
  requires:
    - pip
  commands:
    - pip check
    - sample --help
"""
    )


def test_comments_go_above_what_they_are_about() -> None:
    comments = {
        "build.number": "A first build.",
        "requirements.build": "What runs here.",
        "requirements.build/python": "Runs here when crossing.",
    }
    lines = [line.strip() for line in emit_recipe(SAMPLE, comments=comments).splitlines()]
    for comment, below in (
        ("# A first build.", "number: 0"),
        ("# What runs here.", '- ${{ compiler("c") }}'),
        ("# Runs here when crossing.", f"- if: {CROSS}"),
    ):
        assert lines[lines.index(comment) + 1] == below


def test_a_long_comment_is_wrapped() -> None:
    written = emit_recipe(SAMPLE, comments={"requirements.host": "word " * 60})
    assert max(map(len, written.splitlines())) <= 100
    assert parse_recipe(written) == SAMPLE


def test_what_v0_cannot_say_is_an_error() -> None:
    recipe = Recipe(tests=(OtherTest(fields=Block(entries=(("ruby", text("x")),))),))
    with pytest.raises(RecipeError, match=r"meta\.yaml cannot say this kind of test"):
        emit_recipe(recipe, RecipeFormat.V0)


@pytest.mark.parametrize("value", ["1.0", "true", "null", "0x1f", "", "1e3", "2020-01-01", "~"])
def test_strings_that_look_like_something_else_are_quoted(value: str) -> None:
    recipe = Recipe(package=Package(name=Text(value=value, quoted=True)))
    assert f'name: "{value}"' in emit_recipe(recipe)
