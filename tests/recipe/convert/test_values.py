"""Text and the values in it, in the other format."""

from __future__ import annotations

import pytest
import rattler_build as rb
from tests.recipe.convert.common import V0_HEAD, V1_HEAD, of_rattler_build
from tests.recipe.test_corpus import pairs
from tests.recipe.test_differential import PAIRS, VARIANT

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.rattler import rattler_recipe


def test_text_that_would_begin_jinja_stays_text_however_often_it_is_written() -> None:
    text = "package: {name: x, version: 1.0.0}\nabout: {summary: '{% if'}\n"
    once = to_v0(parse_recipe(text)).text
    twice = to_v0(parse_recipe(to_v1(parse_recipe(once, "meta.yaml")).text)).text
    assert once == twice
    native = pairs()[0]
    assert evaluate(parse_recipe(once, "meta.yaml"), native, {})[0].about["summary"] == "{% if"


def test_a_boolean_in_text_is_written_in_lower_case() -> None:
    text = (
        "context:\n  a: ${{ linux }}\n  win: some\n"
        "package:\n  name: x\n  version: '1'\n"
        "build:\n  number: ${{ 1 if cuda == 'yes' else 0 }}\n"
        "about:\n  summary: is ${{ unix }} ${{ a }} ${{ win }} ${{ not osx }}\n"
        "  description: ${{ 'x' ~ a }} ${{ [a, unix] | join('-') }} ${{ a | replace('e', 'E') }}\n"
    )
    old = parse_recipe(text)
    made = to_v0(old)
    assert made.notes == ()
    assert "number: {{ 1 if cuda == 'yes' else 0 }}" in made.text
    new = parse_recipe(made.text, "meta.yaml")
    for platforms in pairs():
        before, after = (evaluate(each, platforms, {"cuda": "no"})[0] for each in (old, new))
        assert after.about["summary"] == before.about["summary"]
        assert after.about["description"] == before.about["description"]


MIXED = "true if win else 'x'"


@pytest.mark.parametrize(
    "summary", [f"is ${{{{ {MIXED} }}}}", "is ${{ a }}", "is ${{ mpi | default(false) }}"]
)
def test_text_that_is_only_sometimes_a_boolean_is_noted(summary: str) -> None:
    text = (
        f"context:\n  a: ${{{{ {MIXED} }}}}\n"
        f"package:\n  name: x\n  version: '1'\nabout:\n  summary: {summary}\n"
    )
    (note,) = to_v0(parse_recipe(text)).notes
    assert "sometimes a boolean" in note.message
    assert note.span is not None
    assert note.span.line == 7


@pytest.mark.parametrize(
    "value", ["True", "false", "1 == 1", "win", "not win", "'True'", "x is defined", "py >= 38"]
)
@pytest.mark.parametrize(
    "use",
    [
        *("has {{ a }}", "'{{ a }}'", "{{ 'x' ~ a }}", "{{ a if linux else 'no' }}."),
        "{{ a|string }}",
        "{{ '%s!' % a }} {{ [a, linux] | join('-') }} {{ ':'.join(['x', a]) }}",
        "{{ a | replace('e', 'E') }} {{ a | upper }}",
        "is {{ win | default(false) }}",
    ],
)
def test_a_boolean_in_text_is_written_in_v1_as_python_does(value: str, use: str) -> None:
    text = (
        f"{{% set a = {value} %}}\npackage:\n  name: x\n  version: '1'\nabout:\n  summary: {use}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    new, stage0 = parse_recipe(made.text), rattler_recipe(made.text)
    for platforms in pairs():
        before, after = (evaluate(each, platforms, VARIANT)[0] for each in (old, new))
        assert after.about["summary"] == before.about["summary"]
    variants = rb.VariantConfig({"python": ["3.12.*"]})
    config = rb.RenderConfig(platform=rb.PlatformConfig(target_platform=PAIRS[0][1]))
    (built,) = stage0.render(variants, config)
    before = evaluate(old, pairs()[0], VARIANT)[0]
    assert built.recipe.to_dict()["about"]["summary"] == before.about["summary"]


def test_a_variable_that_is_only_sometimes_a_boolean_is_noted_in_text_alone() -> None:
    text = (
        "{% set a = true if win else 'x' %}\n"
        "package:\n  name: x\n  version: '1'\nabout:\n  summary: is {{ a }}\n  license: {{ a }}\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "sometimes a boolean" in note.message
    assert note.span is not None
    assert note.span.line == 6


def test_an_unset_variable_is_the_word_none_in_text() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\n"
        "build:\n  number: {{ environ.get('CONDAX_UNSET') or 3 }}\n"
        "requirements:\n  run:\n    - {{ environ.get('CONDAX_UNSET') }}\n"
        "about:\n  summary: is {{ environ.get('CONDAX_UNSET') }} {{ 'x' ~ os.getenv('U8') }}\n"
    )
    converted = to_v1(parse_recipe(text, "meta.yaml"))
    assert converted.notes == ()
    config = rb.RenderConfig(platform=rb.PlatformConfig(experimental=True))
    (built,) = rattler_recipe(converted.text).render(rb.VariantConfig({}), config)
    table = built.recipe.to_dict()
    assert table["requirements"]["run"] == ["none"]
    assert table["about"]["summary"] == "is None xNone"
    assert table["build"]["number"] == 3


@pytest.mark.parametrize(
    "value",
    [
        *("1.10", "1e2", "1_000", "0x10", "0o17", "0b11", "-1.10", "'1.10'", "'%03d' % 7"),
        *("'a'.startswith('a')", "none", "'1.2.3' | replace('.', '_', 1)"),
    ],
)
@pytest.mark.parametrize("use", ["s{{ v }}", "{{ v ~ 'k' }}"])
def test_a_constant_is_the_same_text_in_v1(value: str, use: str) -> None:
    text = f"{{% set v = {value} %}}\n{V0_HEAD}about:\n  summary: {use}\n"
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    before = evaluate(old, pairs()[0], {})[0].about["summary"]
    assert of_rattler_build(made.text, PAIRS[0][1])["about"]["summary"] == before


@pytest.mark.parametrize("value", ["007", "+7", "-007", "True", "1.10", "'007'"])
def test_a_constant_is_the_same_text_in_v0(value: str) -> None:
    text = f"context:\n  v: {value}\n{V1_HEAD}about:\n  summary: s${{{{ v }}}}\n"
    made = to_v0(parse_recipe(text))
    after = evaluate(parse_recipe(made.text, "meta.yaml"), pairs()[0], {})[0].about["summary"]
    assert str(after).lower() == of_rattler_build(text, PAIRS[0][1])["about"]["summary"]


@pytest.mark.parametrize(
    "summary", ["s{{ 'x' if win else None }}", "{{ none }}", "{{ 'x' if win else none }}"]
)
def test_nothing_is_written_in_v1_as_python_does(summary: str) -> None:
    old = parse_recipe(f"{V0_HEAD}about:\n  summary: {summary}\n", "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    for platforms in pairs():
        before = evaluate(old, platforms, {})[0].about["summary"]
        there = of_rattler_build(made.text, platforms.host.subdir)
        assert there["about"]["summary"] == before


@pytest.mark.parametrize("use", ["s{{ v }}", "{{ v }}"])
def test_text_that_is_only_sometimes_nothing_is_noted(use: str) -> None:
    text = f"{{% set v = 'x' if win else None %}}\n{V0_HEAD}about:\n  summary: {use}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "sometimes a boolean or none" in note.message
    assert note.span is not None
    assert note.span.line == 6


@pytest.mark.parametrize(
    "value", ["env.exists('CONDAX_UNSET')", "none", "'a' is startingwith('a')"]
)
def test_booleans_and_nothing_are_written_in_v0_as_v1_does(value: str) -> None:
    text = f'{V1_HEAD}about:\n  summary: "s${{{{ {value} }}}}"\n'
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    after = evaluate(parse_recipe(made.text, "meta.yaml"), pairs()[0], {})[0].about["summary"]
    assert after == of_rattler_build(text, PAIRS[0][1])["about"]["summary"]
