"""Recipes in the other format: the same packages on every platform pair, nothing left unsaid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipe.convert.common import KEYS
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.parse import load_recipe, parse_recipe
from condax.recipe.rattler import rattler_recipe

if TYPE_CHECKING:
    from tests.conftest import Golden
CORPUS = Path(__file__).parent.parent / "corpus"
BEYOND = {
    "unknown-loop.meta.yaml": ("for",),
    "plain-requirements.meta.yaml": ("app",),
    "build-variables.meta.yaml": (
        *("'PREFIX' is not known before", "a list inside", "only the first line of this output"),
    ),
    "partial-source.meta.yaml": ("PY_VER", "only some lines"),
}
"""Recipes that v1 has no words for, with words of what is said about each."""
CONVERTED = sorted(p for p in CORPUS.glob("*.meta.yaml") if p.name not in BEYOND)


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: path.name)
def test_a_converted_recipe_means_the_same(path: Path) -> None:
    old = load_recipe(path)
    converted = to_v1(old)
    assert converted.notes == ()
    rattler_recipe(converted.text)
    new = parse_recipe(converted.text, "recipe.yaml")
    for platforms in pairs():
        after, before = meaning(new, platforms, KEYS), meaning(old, platforms, KEYS)
        assert after == before, platforms.host.subdir


@pytest.mark.parametrize("name", BEYOND)
def test_what_cannot_be_said_is_listed_by_line(name: str) -> None:
    notes = to_v1(load_recipe(CORPUS / name)).notes
    for word in BEYOND[name]:
        assert any(word in note.message and note.span for note in notes), word


BEYOND_V0 = {
    "cuda.recipe.yaml": ("only versions of Python",),
    "downstream-and-perl.recipe.yaml": ("the `interpreter` of a script",),
    "go.recipe.yaml": ("the `interpreter` of a script",),
    "multi-output.recipe.yaml": ("'overlinking_behavior'", "`exclude` of `files`"),
    "noarch-python.recipe.yaml": ("a test with several versions of Python",),
    "pins.recipe.yaml": ("'upper_bound' of pin_subpackage()", "compiler() gives another text"),
    "staging.recipe.yaml": ("`inherit` with more than a name",),
    "zip-keys.recipe.yaml": ("`down_prioritize_variant`",),
}
"""Recipes that v0 has no words for, with words of what is said about each."""
LOST = {"downstream-and-perl.recipe.yaml", "go.recipe.yaml", "noarch-python.recipe.yaml"}
LOST |= {"pins.recipe.yaml"}
"""Those of which what is left out changes stage 1."""
V1 = sorted(CORPUS.glob("*.recipe.yaml"))
WRITTEN_TESTS = (
    *("test -e ", "test ! -e ", "test -z ", "ls ", "perl -e ", "Rscript -e 'library(\""),
    *("if not exist %", "if exist %", "where "),
)


@pytest.mark.parametrize("path", V1, ids=lambda path: path.name)
def test_a_recipe_of_v1_means_the_same_in_v0(path: Path) -> None:
    old = load_recipe(path)
    converted = to_v0(old)
    words = BEYOND_V0.get(path.name, ())
    assert len(converted.notes) == len(words)
    assert all(word in note.message for word, note in zip(words, converted.notes, strict=True))
    assert all(note.span for note in converted.notes)
    new = parse_recipe(converted.text, "meta.yaml")
    for platforms in () if path.name in LOST else pairs():
        after, before = meaning(new, platforms, KEYS), meaning(old, platforms, KEYS)
        assert _without_written_tests(after) == _without_written_tests(before), (
            platforms.host.subdir
        )


def _without_written_tests(packages: dict[str, Any]) -> dict[str, Any]:
    """v0 has commands for what v1 has tests of their own kind for."""
    for package in packages.values():
        commands = package["tests"]["commands"]
        commands[:] = [each for each in commands if not each.startswith(WRITTEN_TESTS)]
    return packages


@pytest.mark.golden
@pytest.mark.parametrize(
    "name",
    [
        *("cmake-with-else", "downstream-and-perl", "maturin-abi3", "mpi", "quoting", "staging"),
        *("arch-selectors", "autotools-library", "comments"),
    ],
)
def test_the_text_of_v0_is_what_a_maintainer_would_write(name: str, golden: Golden) -> None:
    golden(f"{name}.meta.yaml", to_v0(load_recipe(CORPUS / f"{name}.recipe.yaml")).text)


@pytest.mark.golden
@pytest.mark.parametrize(
    "name",
    [
        *("cython-numpy", "mpi", "multi-output", "selectors", "reassigned-variables"),
        *("conditional-lists", "top-level-build", "jinja-loop"),
    ],
)
def test_the_text_is_what_a_maintainer_would_write(name: str, golden: Golden) -> None:
    golden(f"{name}.recipe.yaml", to_v1(load_recipe(CORPUS / f"{name}.meta.yaml")).text)
