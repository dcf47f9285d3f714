"""Which variables an evaluation read."""

from __future__ import annotations

import contextlib

import pytest
import rattler_build as rb

from condax.errors import RecipeError
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.pin import Pin
from condax.recipe.rattler import rattler_recipe

HERE = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
VARIANT = {"device": "x", "other": "1"}


@pytest.mark.parametrize(
    ("build", "used"),
    [
        ("string: '${{ device }}_${{ hash }}'", {"device"}),
        ("script: ['echo ${{ device }} ${{ PREFIX }}']", {"device"}),
        ("script: {env: {D: '${{ device }}'}}", {"device"}),
        ("variant: {down_prioritize_variant: '${{ 1 if device == \"y\" else 0 }}'}", {"device"}),
        ("skip: ['osx and device == \"x\"']", set()),
    ],
    ids=["string", "script", "environment", "priority", "short-circuit"],
)
def test_what_only_the_build_evaluates_counts_as_read(build: str, used: set[str]) -> None:
    text = f'package: {{name: a, version: "1"}}\nbuild:\n  {build}\n'
    [output] = evaluate(parse_recipe(text), HERE, VARIANT)
    assert output.used == used


def used(text: str, **variant: str) -> frozenset[str]:
    [output] = evaluate(parse_recipe(text), HERE, {**VARIANT, **variant})
    return output.used


def test_a_context_variable_that_reads_the_key_of_its_name_uses_it() -> None:
    package = 'package: {name: a, version: "${{ device }}"}\n'
    assert used("context: {device: '${{ device | default(\"y\") }}'}\n" + package) == {"device"}
    assert used("context: {device: y}\n" + package) == set()


def test_what_a_test_script_names_counts() -> None:
    text = 'package: {name: a, version: "1"}\ntests: [{script: ["echo ${{ device }}"]}]\n'
    assert used(text) == {"device"}


def test_noarch_python_packages_do_not_tell_pythons_apart() -> None:
    text = 'package: {name: a, version: "1"}\nrequirements: {host: [python]}\n'
    assert used(text, python="3.13") == {"python"}
    assert used(text + "build: {noarch: python}\n", python="3.13") == set()


def test_keys_are_used_and_ignored_as_the_recipe_says() -> None:
    text = (
        'package: {name: a, version: "${{ other }}"}\n'
        "build: {variant: {use_keys: [device], ignore_keys: [other]}}\n"
    )
    assert used(text) == {"device"}


def test_channels_tell_packages_apart() -> None:
    text = 'package: {name: a, version: "1"}\n'
    assert used(text, channel_targets="conda-forge main") == {"channel_targets"}


def test_an_expression_that_gives_nothing_is_an_empty_text() -> None:
    text = (
        "context: {flags: [true, '${{ linux }}']}\npackage: {name: a, version: 1.0.0}\n"
        "about:\n  summary: ${{ flags | join('-') }}\n  description: ${{ '' }}\n"
    )
    [output] = evaluate(parse_recipe(text), HERE, {})
    (built,) = rattler_recipe(text).render(rb.VariantConfig({}))
    assert output.about == built.recipe.to_dict()["about"]


@pytest.mark.parametrize("place", ["build: {script: %s}", "tests: [{script: %s}]"])
def test_a_variable_of_a_script_with_an_empty_value_is_not_set(place: str) -> None:
    env = "{A: , B: ~, C: '', D: null, E: '${{ \"x\" if win }}', F: '${{ \"\" }}', G: ' ', H: x}"
    text = f"package: {{name: a, version: 1.0.0}}\n{place % f'{{content: a, env: {env}}}'}\n"
    [output] = evaluate(parse_recipe(text), HERE, {})
    (built,) = rattler_recipe(text).render(rb.VariantConfig({}))
    table = built.recipe.to_dict()
    script = output.tests[0].script if output.tests else output.script
    there = (table["tests"][0] if output.tests else table["build"])["script"]
    assert script.env == there["env"]


@pytest.mark.parametrize(
    ("used", "is_known"), [("'${{ device }}'", True), ("a", False)], ids=["used", "unused"]
)
def test_extra_knows_the_variant_keys_that_are_used(used: str, is_known: bool) -> None:
    text = (
        "package: {name: a, version: 1.0.0}\n"
        f"about: {{summary: {used}}}\nextra: {{a: '${{{{ device }}}}'}}\n"
    )
    refused = pytest.raises(RecipeError, match="cannot be read")
    with contextlib.nullcontext() if is_known else refused:
        evaluate(parse_recipe(text), HERE, VARIANT)
    there = pytest.raises(rb.RattlerBuildError, match="undefined value")
    with contextlib.nullcontext() if is_known else there:
        rattler_recipe(text).render(rb.VariantConfig({"device": ["x"]}))


def test_extra_of_outputs_that_are_all_skipped_is_not_looked_at() -> None:
    outputs = "outputs: [{package: {name: a, version: 1}, build: {skip: true}}]\n"
    extra = "extra: {a: '${{ nothing }}'}\n"
    [output] = evaluate(parse_recipe(outputs + extra), HERE, {})
    assert output.skip
    assert rattler_recipe(outputs + extra).render(rb.VariantConfig({})) == []


def test_a_pin_without_its_version_has_no_bounds() -> None:
    run = "requirements: {run: [\"${{ pin_compatible('b', exact=false) }}\"]}\n"
    text = "package: {name: a, version: 1.0.0}\n" + run
    [output] = evaluate(parse_recipe(text), HERE, {})
    assert output.requirements.run[0].pin == Pin(
        function="pin_compatible", name="b", lower_bound=None, upper_bound=None
    )
    (built,) = rattler_recipe(text).render(rb.VariantConfig({}))
    assert built.recipe.to_dict()["requirements"]["run"] == [{"pin_compatible": {"name": "b"}}]
