from __future__ import annotations

from pathlib import Path

from condax.build.inprocess import with_build_strings
from condax.build.stage0 import parse_recipe

ONE = """\
package: {name: a, version: 1.10}
build:
  string: ${{ hash }}_own
  variant:
    use_keys: [mine]
"""
TWO = """\
recipe: {name: two, version: "1"}
outputs:
  - staging: {name: all}
  - package: {name: lib}   # a comment
  - package: {name: tools}
    build:
      noarch: generic
"""


def test_a_build_string_takes_the_place_of_a_template() -> None:
    text = with_build_strings(ONE, {"a": "h0_0"}, ["a"], ["added"])
    build = parse_recipe(text, Path("recipe.yaml")).to_dict()["build"]
    assert build["string"] == "h0_0"
    assert build["variant"]["use_keys"] == ["mine", "added"]


def test_what_is_not_touched_stays_as_it_is_written() -> None:
    assert "version: 1.10}" in with_build_strings(ONE, {"a": "h0_0"}, ["a"], [])


def test_every_output_gets_its_own_string() -> None:
    text = with_build_strings(TWO, {"lib": "h1_0", "tools": "h2_0"}, ["lib", "tools"], ["added"])
    outputs = parse_recipe(text, Path("recipe.yaml")).to_dict()["outputs"]
    assert [output["build"].get("string") for output in outputs] == [None, "h1_0", "h2_0"]
    assert outputs[2]["build"]["noarch"] == "generic"


def test_an_output_that_is_not_built_is_left_alone() -> None:
    text = with_build_strings(TWO, {"lib": "h1_0"}, ["lib", "tools"], ["added"])
    outputs = parse_recipe(text, Path("recipe.yaml")).to_dict()["outputs"]
    assert outputs[2]["build"].get("string") is None
