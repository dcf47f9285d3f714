"""Outputs, what they share, and their build strings in the other format."""

from __future__ import annotations

import pytest
from tests.recipe.convert.common import KEYS, V0_HEAD, of_rattler_build
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs
from tests.recipe.test_differential import PAIRS

from condax.recipe.convert.convert import to_v1
from condax.recipe.inherit import all_outputs
from condax.recipe.parse import parse_recipe
from condax.recipe.values import leaves


def test_names_of_ignored_run_exports_may_be_pins_in_v0_alone() -> None:
    text = (
        "{% set major = '1' %}\npackage:\n  name: x\n  version: 1\n"
        "build:\n  script: make\n  ignore_run_exports_from:\n"
        "    - {{ pin_compatible('a', exact=True) }}\n    - {{ pin_subpackage('b' ~ major) }}\n"
        "requirements:\n  run:\n    - a\noutputs:\n  - name: y\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    new = parse_recipe(made.text)
    staging = leaves(new.outputs)
    assert [output.requirements.run for output in staging] == [(), ()]
    for platforms in pairs():
        assert meaning(new, platforms, {}) == meaning(old, platforms, {})


def test_a_build_script_beside_several_outputs_is_a_staging_output() -> None:
    text = "package:\n  name: x\n  version: 1\noutputs:\n  - name: a\n  - name: b\n"
    recipe = parse_recipe(text, "meta.yaml")
    staged = parse_recipe(to_v1(recipe, frozenset({"build.sh"})).text)
    assert [output.is_staging for output in all_outputs(staged)] == [True, False, False]
    alone = parse_recipe(to_v1(recipe).text)
    assert [output.is_staging for output in all_outputs(alone)] == [False, False]


def test_outputs_that_are_all_under_one_condition_are_noted() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\n"
        "outputs:  # [win]\n  - name: y  # [win]\n    script: y.bat  # [win]\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "a package of the recipe itself" in note.message
    assert note.span is not None
    assert note.span.line == 5


def test_an_output_has_the_name_of_the_recipe_however_it_is_written() -> None:
    text = (
        "{% set name = 'Kit' %}\n"
        "package:\n  name: {{ name|lower }}\n  version: '1'\n"
        "build:\n  script: make install\n"
        "requirements:\n  build:\n    - make\n"
        "outputs:\n  - name: kit\n  - name: {{ name.lower() }}-tools\n    script: tools.sh\n"
    )
    old = parse_recipe(text, "meta.yaml")
    converted = to_v1(old)
    assert converted.notes == ()
    assert "staging" not in converted.text
    new = parse_recipe(converted.text)
    for platforms in pairs():
        assert meaning(new, platforms, KEYS) == meaning(old, platforms, KEYS)


@pytest.mark.parametrize(
    ("number", "ends"),
    [
        ("", ["0", "0"]),
        ("  number: 3\n", ["3", "3"]),
    ],
)
def test_the_build_number_in_a_build_string_is_that_of_the_recipe(
    number: str, ends: list[str]
) -> None:
    string = "  string: py{{ py }}h{{ PKG_HASH }}_{{ PKG_BUILDNUM }}\n"
    old = parse_recipe(f"{V0_HEAD}build:\n{number}{string}", "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    built = [
        of_rattler_build(made.text, subdir, {"python": "3.12.*"})["build"]["string"]
        for subdir in (PAIRS[0][1], PAIRS[-1][1])
    ]
    assert [string.rpartition("_")[2] for string in built] == ends


def test_the_build_number_in_a_build_string_is_that_of_the_output() -> None:
    string = "      string: h{{ PKG_HASH }}_{{ PKG_BUILDNUM }}\n"
    text = (
        f"{V0_HEAD}build:\n  number: 2\noutputs:\n"
        f"  - name: a\n    build:\n      number: 4\n{string}  - name: b\n    build:\n{string}"
    )
    made = to_v1(parse_recipe(text, "meta.yaml"))
    assert made.notes == ()
    outputs = [each.build.string for each in all_outputs(parse_recipe(made.text))]
    assert [getattr(each, "value", "") for each in outputs] == ["h${{ hash }}_4", "h${{ hash }}_2"]


def test_what_a_build_string_does_not_know_is_noted() -> None:
    text = f"{V0_HEAD}build:\n  number: 1  # [win]\n  number: 2  # [not win]\n  string: h%s\n"
    for name, string in (("PREFIX", "{{ PREFIX }}"), ("win", "{{ PKG_BUILDNUM }}")):
        (note,) = to_v1(parse_recipe(text % string, "meta.yaml")).notes
        assert note.message == f"{name!r} is not known to a build string"
        assert note.span is not None
        assert note.span.line == 7


def test_a_number_under_what_is_no_condition_is_noted() -> None:
    number = "{% if win & linux %}\n  number: 1\n{% endif %}\n"
    text = f"{V0_HEAD}build:\n{number}  string: h{{{{ PKG_BUILDNUM }}}}\n"
    notes = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "'PKG_BUILDNUM' is not known to a build string" in [note.message for note in notes]
    assert "unexpected character '&'" in [note.message for note in notes]
