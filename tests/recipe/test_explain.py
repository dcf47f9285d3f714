"""Explanations say where, for which platform, why, and what crossing changes."""

from __future__ import annotations

import pytest

from condax.errors import UsageError
from condax.platforms import Platforms, get_platform
from condax.recipe.explain import Explanation, Presence, explain_recipe
from condax.recipe.parse import parse_recipe

RECIPE = """\
schema_version: 1
package:
  name: thing
  version: 1.0.0
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ stdlib("c") }}
    - cmake
    - if: build_platform != host_platform
      then:
        - python
        - cython
      else: only-native
  host:
    - python
    - cython
    - zlib
    - make
  run:
    - python
    - nobody-knows
"""
VARIANT = {"c_compiler": "zigcc", "c_stdlib": "sysroot"}
HERE, THERE = get_platform("linux-64"), get_platform("linux-ppc64le")
CROSS = Platforms(build=HERE, host=THERE, target=THERE)


def explain(dependency: str = "") -> tuple[Explanation, ...]:
    return explain_recipe(parse_recipe(RECIPE), CROSS, VARIANT, dependency)


def test_the_compiler_runs_here_and_writes_for_there() -> None:
    compiler = explain()[0]
    assert compiler.spec.split()[0] == "zigcc_linux-ppc64le"
    assert (compiler.subdir, compiler.nature) == ("linux-64", "compiler")
    assert compiler.when_crossing == "zigcc_linux-64 becomes zigcc_linux-ppc64le"
    assert compiler.line == 7


def test_copies_are_there_only_when_crossing() -> None:
    presence = {(each.environment.value, each.name): each.presence for each in explain()}
    assert presence["build", "cython"] is Presence.CROSSING
    assert presence["build", "only-native"] is Presence.NATIVE
    assert presence["host", "cython"] is Presence.ALWAYS


def test_one_dependency_is_explained_in_all_its_environments() -> None:
    found = explain("python")
    assert [(e.environment.value, e.subdir) for e in found] == [
        ("build", "linux-64"),
        ("host", "linux-ppc64le"),
        ("run", "linux-ppc64le"),
    ]
    assert found[0].reason == "it runs during the build"
    assert [each.name for each in explain("zigcc")] == ["zigcc_linux-ppc64le"]


def test_what_is_in_the_wrong_place_is_said() -> None:
    (make,) = explain("make")
    assert not make.is_expected
    assert make.reason == "a program belongs into build, not into host"


def test_what_the_table_does_not_know_is_not_judged() -> None:
    (unknown,) = explain("nobody-knows")
    assert unknown.is_expected
    assert unknown.nature == ""


def test_a_noarch_package_is_built_natively() -> None:
    text = (
        "package: {name: a, version: 1.0.0}\nbuild: {noarch: python}\n"
        "requirements: {host: [python], run: [python]}\n"
    )
    found = explain_recipe(parse_recipe(text), CROSS, VARIANT)
    assert [each.subdir for each in found] == ["linux-64", "noarch"]
    assert {each.when_crossing for each in found} == {
        "nothing: a noarch package is built once, where it is built"
    }


def test_an_unknown_dependency_has_a_suggestion() -> None:
    with pytest.raises(UsageError, match="no requirement 'zlibb'") as caught:
        explain("zlibb")
    assert caught.value.hint == "did you mean 'zlib'?"


def test_a_recipe_without_requirements_has_none_to_choose_from() -> None:
    recipe = parse_recipe("package: {name: a, version: 1.0.0}\n")
    with pytest.raises(UsageError) as caught:
        explain_recipe(recipe, CROSS, VARIANT, "zlib")
    assert caught.value.hint == "it has none"
