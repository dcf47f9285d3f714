"""What cannot be converted, and where that is said."""

from __future__ import annotations

import contextlib

import pytest
import rattler_build as rb
from tests.recipe.convert.common import V0_HEAD, of_rattler_build
from tests.recipe.test_differential import PAIRS

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.parse import parse_recipe
from condax.recipe.rattler import rattler_recipe


@pytest.mark.parametrize(
    ("written", "word", "line"),
    [
        ("about:\n  license: Some BSD\n", "SPDX", 5),
        ("about:\n  home: example.org\n", "'homepage'", 5),
        ("build:\n  noarch: none\n", "`none` is no kind of noarch", 5),
        ("source:\n  url: a.zip\n", "`a.zip` is no address", 5),
        ("build:\n  missing_dso_whitelist:\n    - {{ SP_DIR }}/a.so\n", "'SP_DIR'", 6),
        ("outputs:\n  - name: \u2665\n", "no name of a package", 5),
        (
            "outputs:\n  - name: a\n    requirements:\n      host:\n        - b\n"
            "  - name: b\n    build:\n      run_exports:\n"
            "        - {{ pin_subpackage('a') }}\n",
            "`a` is needed for an output that it needs",
            5,
        ),
    ],
)
def test_what_only_conda_build_takes_is_noted(written: str, word: str, line: int) -> None:
    text = f"package:\n  name: x\n  version: 1\n{written}"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.span is not None
    assert word in note.message
    assert note.span.line == line


@pytest.mark.parametrize(
    "line",
    [
        "{% set a = environ.get('A') %}",
        "{% set flags = [linux, win] %}{% set a = 'x' + flags | join('-') %}",
        "{% set flags = [true] if win else ['x'] %}{% set a = ':'.join(flags) %}",
    ],
)
def test_values_of_variables_that_v1_does_not_have_are_noted(line: str) -> None:
    text = f"{line}\npackage:\n  name: x\n  version: '1'\nabout:\n  summary: {{{{ a }}}}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.span is not None
    assert note.span.line == 1


@pytest.mark.parametrize(
    "text", ["${{ flags | join('-') }}", "is ${{ flags }}", "is ${{ 'a-b' | split('-') }}"]
)
def test_lists_that_v0_writes_in_another_way_are_noted(text: str) -> None:
    recipe = (
        "context: {flags: [true, false]}\n"
        f"package: {{name: x, version: 1.0.0}}\nabout:\n  summary: {text}\n"
    )
    (note,) = to_v0(parse_recipe(recipe)).notes
    assert note.span is not None
    assert note.span.line == 4


def test_an_address_of_the_licence_is_left_out_with_a_note() -> None:
    text = "package:\n  name: x\n  version: '1'\nabout:\n  license_url: https://example.org\n"
    converted = to_v1(parse_recipe(text, "meta.yaml"))
    assert ["'license_url'" in note.message for note in converted.notes] == [True]
    rattler_recipe(converted.text)


PIN = "{{ pin_subpackage('foo'%s) }}"


@pytest.mark.parametrize(
    ("foo", "libfoo", "is_circle"),
    [
        ("host:\n        - libfoo", f"run_constrained:\n        - {PIN % ''}", False),
        (
            "host:\n        - libfoo",
            "run_constrained:\n        - " + PIN % ", min_pin='x.x'",
            False,
        ),
        ("host:\n        - libfoo", "run_constrained:\n        - " + PIN % ", exact=True", True),
        ("host:\n        - libfoo", f"run:\n        - {PIN % ''}", True),
        ("host:\n        - libfoo  # [linux]", "host:\n        - foo  # [win]", False),
        ("host:\n        - libfoo  # [linux]", "host:\n        - foo  # [unix]", True),
        ("host:\n        - libfoo", "host:\n        - foo=1.0", True),
        ("run:\n        - libfoo", "run:\n        - foo", False),
    ],
)
def test_a_circle_of_outputs_is_noted_where_rattler_build_finds_one(
    foo: str, libfoo: str, is_circle: bool
) -> None:
    text = (
        f"{V0_HEAD}outputs:\n  - name: foo\n    requirements:\n      {foo}\n"
        f"  - name: libfoo\n    requirements:\n      {libfoo}\n"
    )
    made = to_v1(parse_recipe(text, "meta.yaml"))
    assert ["that it needs itself" in note.message for note in made.notes] == [True] * is_circle
    finds = pytest.raises(rb.RattlerBuildError, match="CycleDetected")
    with finds if is_circle else contextlib.nullcontext():
        for subdir in sorted({host for _, host in PAIRS}):
            of_rattler_build(made.text, subdir)


@pytest.mark.parametrize("use", ["x | replace('.', '_', 1)", "x.replace('.', '_', 1)"])
def test_a_filter_with_more_arguments_than_in_v1_is_noted(use: str) -> None:
    text = f"{{% set x = '1' if linux else '2' %}}\n{V0_HEAD}about:\n  summary: a{{{{ {use} }}}}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "takes fewer arguments" in note.message
    assert note.span is not None
    assert note.span.line == 6


def test_a_key_without_its_lines_under_a_selector_is_noted() -> None:
    text = (
        f"{V0_HEAD}test:\n  imports:  # [linux]\n    - a\n  commands:  # [win]\n"
        "    # checked\n    - c  # [win and x86_64]\n  requires:\n    - d\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.message == "only the line of 'imports' is under its condition"
    assert note.span is not None
    assert (note.span.line, note.span.column) == (5, 3)
