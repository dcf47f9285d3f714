"""Stage 0 to stage 1: a recipe as it is for one platform pair and one variant.

v1 is evaluated as rattler-build does it, v0 as conda-build does; nothing is looked up outside the
recipe, and nothing in it is executed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.evaluator import Evaluator
from condax.recipe.inherit import all_outputs
from condax.recipe.model import RecipeFormat
from condax.recipe.names import (
    FUNCTION_NAMES,
    PLATFORM_NAMES,
    TrackedNames,
    names_for,
    platform_variables,
)
from condax.recipe.problems import Problems
from condax.recipe.refused import check_staging, check_values
from condax.recipe.stage1 import render_output
from condax.recipe.template import template_variables
from condax.recipe.values import texts_in

if TYPE_CHECKING:
    from condax.platforms import Platforms
    from condax.recipe.model import Output, Recipe
    from condax.recipe.names import Variant
    from condax.recipe.rendered import RenderedOutput, RenderedScript


ALWAYS_USED = frozenset({"channel_sources", "channel_targets"})
"""Variant keys that tell packages apart in rattler-build whatever the recipe reads."""


def evaluate(recipe: Recipe, platforms: Platforms, variant: Variant) -> tuple[RenderedOutput, ...]:
    """Every output of `recipe` for `platforms`, skipped and staging ones included.

    `variant` gives each variant key one value. Raises `RecipeError` with a located diagnostic for
    each expression without a value, and for what only the build machine could know.
    """
    if recipe.format is RecipeFormat.V0 and recipe.text:
        # Jinja is as slow to import as everything else together.
        from condax.recipe.v0.evaluate import evaluate_v0

        return evaluate_v0(recipe, platforms, variant)
    problems = Problems(recipe.path, recipe.text)
    names = names_for(platforms, variant)
    evaluator = Evaluator(names, problems)
    shared = _define_context(recipe, evaluator)
    defined = {entry.name for entry in recipe.context}
    outputs = []
    known = FUNCTION_NAMES | platform_variables(platforms).keys() - variant.keys()
    listed = all_outputs(recipe)
    for output in listed:
        names.used.clear()
        before = len(problems.found)
        rendered = _rendered(output, evaluator)
        if len(problems.found) == before:
            check_values(output, rendered, evaluator)
        read = names.used | (_read_later(rendered) & variant.keys())
        used = ((read - defined) | shared) - known | bare_names(rendered, variant)
        used |= ALWAYS_USED & variant.keys()
        if rendered.noarch == "python":
            used -= {"python"}
        used = (used | set(rendered.use_keys)) - set(rendered.ignore_keys)
        outputs.append(replace(rendered, used=frozenset(used)))
        if not (rendered.skip and recipe.outputs):
            _check_extra(recipe, used | defined, variant, evaluator)
    check_staging(zip(listed, outputs, strict=True), problems)
    problems.check()
    return _with_staging(outputs)


def _define_context(recipe: Recipe, evaluator: Evaluator) -> set[str]:
    """Give the variables of the context their values; what these read of the variant."""
    names, shared = evaluator.names, set[str]()
    defined: set[str] = set()
    for entry in recipe.context:
        names.used.clear()
        names[entry.name] = evaluator.variable(entry.value)
        # `mpi: ${{ mpi | default("mpich") }}` reads the variant key of its name.
        shared |= names.used - defined
        defined.add(entry.name)
    return shared


def _check_extra(
    recipe: Recipe, known: set[str] | frozenset[str], variant: Variant, evaluator: Evaluator
) -> None:
    """Evaluate what stands in `extra`, which knows only those variant keys that are used."""
    texts = [text for text in texts_in(recipe.extra) if text.has_expression]
    if texts:
        hidden = variant.keys() - known - PLATFORM_NAMES.keys()
        names = {name: value for name, value in evaluator.names.items() if name not in hidden}
        inner = Evaluator(TrackedNames(names), evaluator.problems)
        for text in texts:
            inner.object_of(text)


def _read_later(output: RenderedOutput) -> frozenset[str]:
    """Names in what only builds and tests evaluate, which tell packages apart: string, scripts."""
    tested = (line for test in output.tests for line in test.script.content)
    build = (output.string or "", output.down_prioritize or "")
    texts = (*build, *output.script.content, *output.script.env.values(), *tested)
    return frozenset().union(*map(template_variables, texts))


def _with_staging(outputs: list[RenderedOutput]) -> tuple[RenderedOutput, ...]:
    """What a staging output reads, those that take its files depend on too."""
    used = {output.name: output.used for output in outputs if output.is_staging}
    return tuple(
        replace(output, used=output.used | used.get(output.staging or "", frozenset()))
        for output in outputs
    )


def _rendered(output: Output, evaluator: Evaluator) -> RenderedOutput:
    """One output; what has no value in an output that is skipped does not matter."""
    before = len(evaluator.problems.found)
    rendered = render_output(output, evaluator)
    if rendered.skip:
        del evaluator.problems.found[before:]
    scripts = (rendered.script, *(test.script for test in rendered.tests))
    if all(all(script.env.values()) for script in scripts):
        return rendered
    tests = tuple(replace(test, script=_set(test.script)) for test in rendered.tests)
    return replace(rendered, script=_set(rendered.script), tests=tests)


def _set(script: RenderedScript) -> RenderedScript:
    """A script without variables whose value is empty, which rattler-build does not set."""
    return replace(script, env={name: value for name, value in script.env.items() if value})


def bare_names(output: RenderedOutput, variant: Variant) -> frozenset[str]:
    """Variant keys that give a version to a requirement which names none."""
    requirements = (*output.requirements.build, *output.requirements.host)
    bare = (spec.text.lower().replace("-", "_") for spec in requirements if spec.pin is None)
    return frozenset(name for name in bare if name in variant)
