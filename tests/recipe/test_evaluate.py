"""Which variables an evaluation read."""

from __future__ import annotations

import pytest

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
        ("skip: ['osx and device == \"x\"']", set()),
    ],
    ids=["string", "script", "environment", "short-circuit"],
)
def test_what_only_the_build_evaluates_counts_as_read(build: str, used: set[str]) -> None:
    text = f'package: {{name: a, version: "1"}}\nbuild:\n  {build}\n'
    [output] = evaluate(parse_recipe(text), HERE, VARIANT)
    assert output.used == used
