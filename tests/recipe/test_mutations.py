"""Damaged recipes: each is read and evaluated, or refused with a `RecipeError`, and soon.

`CONDAX_MUTATIONS=10000 pytest tests/recipe/test_mutations.py` tries that many instead of a sample.
"""

from __future__ import annotations

import contextlib
import functools
import os
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.recipe.test_differential import VARIANT

from condax.errors import RecipeError
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64, LINUX_AARCH64
from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.edit import apply_edits, insert_requirement
from condax.recipe.evaluate import evaluate
from condax.recipe.inherit import all_outputs
from condax.recipe.model import RecipeFormat
from condax.recipe.parse import parse_recipe
from condax.recipe.used import used_variables

COUNT = int(os.environ.get("CONDAX_MUTATIONS", "300"))
FOLDER = Path(__file__).parent
SEEDS = sorted([*(FOLDER / "corpus").iterdir(), *(FOLDER / "errors").iterdir()])
BESIDE = frozenset({"build.sh", "bld.bat", "build.bat", "install.sh", "run_test.py", "run_test.sh"})
VALUES = {key: frozenset({str(value), f"{value}.*"}) for key, value in VARIANT.items()}
"""What a variant file beside the recipe has for each key."""
CROSS = Platforms(build=LINUX_64, host=LINUX_AARCH64, target=LINUX_AARCH64)

BRACKETS = ("{{", "}}", "${{", "{%", "%}", "{#", "#}", "[", "]", "{", "}", "(", ")", "'", '"')
YAML = (": ", "\n", "\t", "\r\n", "- ", "&a ", "*a", "|", ">", "!!python/x ", "? ", "<<: ", "null")
DOCUMENTS = ("---\n", "...\n", "%YAML 1.1\n", "~", "- - - - ", "1e999", "0x")
CHARACTERS = (
    "\ufeff",
    "\x00",
    "\ue000",
    "\ue200",
    "\ue2107\ue210",
    "\ue2009999\ue200",
    "\ud7ff",
    "\u2028",
)
JINJA = ("{% if x %}", "{% endif %}", "{% for a in b %}", "{% endfor %}", "{% set a = a %}")
WORDS = (
    "# [win]",
    "  # [",
    "if: ",
    "then: ",
    "else: ",
    "skip: ",
    "outputs:\n",
    "requirements: []\n",
)
PIECES = st.sampled_from((*BRACKETS, *YAML, *DOCUMENTS, *CHARACTERS, *JINJA, *WORDS))
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(("insert", "delete", "repeat", "swap", "cut", "indent")),
        st.floats(0, 1),
        st.integers(1, 40),
        PIECES,
    ),
    min_size=1,
    max_size=4,
)


def mutated(text: str, mutation: tuple[str, float, int, str]) -> str:
    kind, where, length, piece = mutation
    at = int(where * len(text))
    before, part, after = text[:at], text[at : at + length], text[at + length :]
    return {
        "insert": before + piece + part + after,
        "delete": before + after,
        "repeat": before + part * 2 + after,
        "swap": before + part[::-1] + after,
        "cut": before,
        "indent": before + (part + after).replace("\n", "\n" + " " * (length % 5), 1),
    }[kind]


@settings(
    max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(st.sampled_from(SEEDS), MUTATIONS)
def test_a_damaged_recipe_is_read_or_refused(
    path: Path, mutations: list[tuple[str, float, int, str]]
) -> None:
    text = functools.reduce(mutated, mutations, path.read_bytes().decode())
    start = time.process_time()
    with contextlib.suppress(RecipeError):
        recipe = parse_recipe(text, path.name)
        used_variables(recipe)
        if recipe.format is RecipeFormat.V0:
            to_v1(recipe, BESIDE, VALUES)
        else:
            to_v0(recipe, BESIDE)
        for output in all_outputs(recipe):
            apply_edits(text, insert_requirement(recipe, output, "run", "zzz", condition="linux"))
        evaluate(recipe, CROSS, VARIANT)
    assert time.process_time() - start < 1
