"""Which variables an evaluation read."""

from __future__ import annotations

import pytest
import rattler_build as rb

from condax.platforms import Platforms
from condax.platforms.table import LINUX_64
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe

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
    (built,) = rb.Stage0Recipe.from_yaml(text).render(rb.VariantConfig({}))
    assert output.about == built.recipe.to_dict()["about"]
