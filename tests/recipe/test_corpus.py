"""Recipes of every habit: they parse, keep their bytes, and evaluate on every platform pair.

`CONDAX_CORPUS=DIR pytest -m corpus` asks the same of any folder of recipes: a file that cannot be
read or evaluated has to say where.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.recipe.test_differential import PAIRS, VARIANT

from condax.build.discover import variant_file_beside
from condax.errors import RecipeError
from condax.platforms import Platforms, get_platform
from condax.recipe.convert.folder import convert_recipe
from condax.recipe.edit import apply_edits, insert_requirement
from condax.recipe.evaluate import evaluate
from condax.recipe.inherit import all_outputs
from condax.recipe.model import RecipeFormat
from condax.recipe.parse import load_recipe, parse_recipe
from condax.recipe.used import used_variables
from condax.recipe.values import Block, Conditional, Data, Text
from condax.variants import as_written, first_values, load_variants_file
from condax.variants.names import matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.recipe.model import Recipe
    from condax.recipe.rendered import RenderedOutput

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())
OWN = sorted((Path(__file__).parents[2] / "recipes").glob("*/recipe.yaml"))
NAMES = ("recipe.yaml", "meta.yaml")
UNEDITABLE = "plain-requirements.meta.yaml"
TWINS = (
    "autotools-library",
    "cdt",
    "cuda",
    "cython-numpy",
    "go",
    "mpi",
    "multi-output",
    "rust",
)


def named(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name.endswith(NAMES))


def pairs() -> list[Platforms]:
    rows = [(get_platform(build), get_platform(host)) for build, host in PAIRS]
    return [Platforms(build=build, host=host, target=host) for build, host in rows]


def texts(data: Data) -> list[Text]:
    if isinstance(data, Text):
        return [data]
    if isinstance(data, Conditional):
        return [t for item in (*data.then, *data.otherwise) for t in texts(item)]
    parts = [value for _, value in data.entries] if isinstance(data, Block) else data
    return [text for part in parts for text in texts(part)]


def read_back(path: Path) -> Recipe:
    """The recipe of a file; the text has to be that of the file, and places within it."""
    recipe = load_recipe(path)
    assert apply_edits(recipe.text, ()).encode() == path.read_bytes()
    lines = recipe.text.split("\n")
    for text in texts(recipe.document):
        span = text.span
        assert span is not None
        assert span.start <= span.end <= len(recipe.text)
        before = recipe.text[: span.start]
        assert span.line == before.count("\n") + 1
        assert span.column == len(before) - (before.rfind("\n") + 1) + 1
        assert span.column <= len(lines[span.line - 1]) + 1
    return recipe


@pytest.mark.parametrize(
    "path", [*CORPUS, *OWN], ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_a_recipe_keeps_its_bytes_and_evaluates_everywhere(path: Path) -> None:
    recipe = read_back(path)
    assert used_variables(recipe) >= set()
    for platforms in pairs():
        outputs = evaluate(recipe, platforms, VARIANT)
        assert outputs
        assert all(output.name for output in outputs)


@pytest.mark.parametrize("path", [p for p in CORPUS if "loop" not in p.name], ids=lambda p: p.name)
def test_an_added_requirement_is_the_only_change(path: Path) -> None:
    recipe = load_recipe(path)
    for number, output in enumerate(all_outputs(recipe)):
        # A staging output runs nowhere.
        place, other = ("build", "run") if output.is_staging else ("run", "build")
        try:
            edits = insert_requirement(recipe, output, place, "zzz-added >=1", condition="linux")
        except RecipeError:
            assert path.name in {"anchors.recipe.yaml", "anchors.meta.yaml", UNEDITABLE}
            continue
        changed = apply_edits(recipe.text, edits)
        again = parse_recipe(changed, path.name)
        before, after = all_outputs(recipe)[number], all_outputs(again)[number]
        needs = [getattr(each.requirements, place) for each in (before, after)]
        assert len(needs[1]) == len(needs[0]) + 1
        assert getattr(after.requirements, other) == getattr(before.requirements, other)
        assert after.build == before.build or after.conditions != before.conditions


@pytest.mark.parametrize("name", TWINS)
def test_the_same_recipe_in_both_formats_needs_the_same(name: str) -> None:
    folder = Path(__file__).parent / "corpus"
    old, new = (load_recipe(folder / f"{name}.{kind}") for kind in ("meta.yaml", "recipe.yaml"))
    for platforms in pairs():
        # The compilers that the two formats take where no variant names one differ on Windows.
        variant = {"c_compiler": "c", "cxx_compiler": "cxx", "fortran_compiler": "f", **VARIANT}
        before = {o.name: needs(o) for o in evaluate(old, platforms, variant) if not o.skip}
        after = {o.name: needs(o) for o in evaluate(new, platforms, variant) if not o.skip}
        assert before == after, platforms


def needs(output: RenderedOutput) -> object:
    requirements = output.requirements
    environments = (requirements.build, requirements.host, requirements.run)
    return (
        output.version,
        output.number,
        output.skip,
        [sorted(spec.text for spec in specs) for specs in environments],
        sorted(spec.text for spec in requirements.run_exports.weak),
        sorted(spec.text for spec in requirements.run_exports.strong),
    )


@pytest.mark.corpus
def test_any_recipe_is_read_or_says_where_it_cannot_be() -> None:
    folder = Path(os.environ.get("CONDAX_CORPUS", Path(__file__).parent / "corpus"))
    paths = named(folder)
    assert paths, f"there is no recipe below {folder}"
    found = {str(path.relative_to(folder)): wrong_with(path) for path in paths}
    assert {name: problem for name, problem in found.items() if problem} == {}


def wrong_with(path: Path) -> str:
    """What condax does wrong with a recipe: an error or a note without a place, or a traceback."""
    problems: list[str] = []
    if not is_located(lambda: read_back(path), problems):
        return "; ".join(problems)
    recipe = load_recipe(path)
    for platforms in pairs():
        variant = variant_for(path, platforms)
        is_located(partial(evaluate, recipe, platforms, variant), problems)
    converted = convert_recipe(path)
    problems += [f"a note without a line: {n.message}" for n in converted.notes if not n.span]
    if not converted.notes:
        text = converted.files[converted.recipe]
        is_located(lambda: parse_recipe(text, converted.recipe), problems)
    return "; ".join(problems)


def is_located(action: Callable[[], object], problems: list[str]) -> bool:
    """Whether an action succeeds; diagnostics that have no place are problems."""
    try:
        action()
    except RecipeError as error:
        problems += [d.message for d in error.diagnostics if not d.span or d.source_line is None]
        return False
    return True


def variant_for(path: Path, platforms: Platforms) -> Mapping[str, str | int | bool]:
    """The first values of the variant file beside a recipe, over our own."""
    file = variant_file_beside(path)
    if file is None:
        return VARIANT
    config = load_variants_file(file, matcher(platforms, {}))
    found = first_values(config)
    is_v1 = load_recipe(path).format is RecipeFormat.V1
    return {**VARIANT, **(as_written(config, found) if is_v1 else found)}
