from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from condax.build.injection import with_build_strings, with_stage
from condax.build.workroom import STAGE
from condax.recipe.rattler import rattler_recipe

if TYPE_CHECKING:
    from pathlib import Path

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
    build = rattler_recipe(text).to_dict()["build"]
    assert build["string"] == "h0_0"
    assert build["variant"]["use_keys"] == ["mine", "added"]


def test_what_is_not_touched_stays_as_it_is_written() -> None:
    assert "version: 1.10}" in with_build_strings(ONE, {"a": "h0_0"}, ["a"], [])


def test_every_output_gets_its_own_string() -> None:
    text = with_build_strings(TWO, {"lib": "h1_0", "tools": "h2_0"}, ["lib", "tools"], ["added"])
    outputs = rattler_recipe(text).to_dict()["outputs"]
    assert [output["build"].get("string") for output in outputs] == [None, "h1_0", "h2_0"]
    assert outputs[2]["build"]["noarch"] == "generic"


def test_an_output_that_is_not_built_is_left_alone() -> None:
    text = with_build_strings(TWO, {"lib": "h1_0"}, ["lib", "tools"], ["added"])
    outputs = rattler_recipe(text).to_dict()["outputs"]
    assert outputs[2]["build"].get("string") is None


def staging_script(tmp_path: Path, script: str) -> Any:
    text = TWO.replace("staging: {name: all}", "staging: {name: all}\n    " + script)
    text = with_stage(text, "all", {"A": "1"}, tmp_path)
    staging, *_, stage = rattler_recipe(text, tmp_path / "recipe.yaml").to_dict()["outputs"]
    assert stage["package"]["name"] == STAGE
    assert stage["inherit"] == {"from": "all", "run_exports": False}
    return staging["build"]["script"]


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("build: {script: make}", "content", ["make"]),
        ("build: {script: [make, make install]}", "content", ["make", "make install"]),
        ("build: {script: build.sh}", "file", "build.sh"),
        ("build: {script: compile}", "file", "compile"),
        ("build: {script: {file: other.sh, env: {B: '2'}}}", "file", "other.sh"),
    ],
)
def test_a_staging_script_gets_variables_and_stays_what_it_is(
    tmp_path: Path, written: str, kind: str, value: object
) -> None:
    (tmp_path / "compile").touch()
    script = staging_script(tmp_path, written)
    assert script[kind] == value
    assert script["env"]["A"] == "1"
    assert script["env"].get("B", "2") == "2"


def test_a_staging_output_without_a_script_runs_the_default_one(tmp_path: Path) -> None:
    assert staging_script(tmp_path, "") == {"env": {"A": "1"}}
