"""v0 recipes to stage 1: rendered as conda-build does, then read and evaluated like v1."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import jinja2

from condax.errors import RecipeError
from condax.recipe.evaluator import Evaluator
from condax.recipe.inherit import all_outputs
from condax.recipe.model import RecipeFormat
from condax.recipe.names import TrackedNames, pin_function
from condax.recipe.node import compose
from condax.recipe.problems import Problems
from condax.recipe.stage0 import build_recipe
from condax.recipe.stage1 import render_output
from condax.recipe.v0.bare import is_bare
from condax.recipe.v0.names import (
    BUILD_VARIABLES,
    NOT_STATIC_FUNCTIONS,
    NOT_STATIC_NAMES,
    platform_selectors,
)
from condax.recipe.v0.refused import check_package
from condax.recipe.v0.render import render_text
from condax.recipe.v0.rendered_document import RenderedConverter
from condax.recipe.v0.vocabulary import with_v1_keys
from condax.recipe.values import Block, SourceSpan, Text

if TYPE_CHECKING:
    from condax.platforms import Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.names import Variant
    from condax.recipe.rendered import (
        RenderedOutput,
        RenderedRequirement,
        RenderedRequirements,
    )
    from condax.recipe.v0.render import RenderedText

READS = {
    **dict.fromkeys(
        ("py", "py2k", "py3k", "py26", "py27", "py33", "py34", "py35", "py36"), "python"
    ),
    "CONDA_PY": "python",
    "np": "numpy",
    "CONDA_NPY": "numpy",
    "pl": "perl",
    "luajit": "lua",
}
"""Names that stand for a variant key."""

FUNCTIONS = frozenset(
    (
        *("compiler", "stdlib", "cdt", "ccache", "pin_compatible", "pin_subpackage", "range"),
        *("dict", "list", "namespace", "int", "float", "str", "len", "tuple"),
        *(*BUILD_VARIABLES, *NOT_STATIC_FUNCTIONS, *NOT_STATIC_NAMES),
        *("linux32", "win32", "nomkl", "build_platform", "target_platform"),
    )
)


def evaluate_v0(
    recipe: Recipe, platforms: Platforms, variant: Variant
) -> tuple[RenderedOutput, ...]:
    """Every output of a recipe whose text is a `meta.yaml`.

    Raises `RecipeError` for what has no value, and for what only the build machine could know.
    What has no value in a recipe that is skipped does not matter, as in conda-build.
    """
    try:
        return _evaluate(recipe, platforms, variant, jinja2.StrictUndefined)
    except RecipeError as error:
        if any(found.name != "undefined-name" for found in error.diagnostics):
            raise
        with contextlib.suppress(RecipeError):
            outputs = _evaluate(recipe, platforms, variant, jinja2.ChainableUndefined)
            if all(output.skip for output in outputs):
                return outputs
        raise


def _evaluate(
    recipe: Recipe, platforms: Platforms, variant: Variant, undefined: type[jinja2.Undefined]
) -> tuple[RenderedOutput, ...]:
    problems = Problems(recipe.path, recipe.text)
    rendered, used = render_text(recipe.text, platforms, variant, problems, undefined)
    problems.check()
    assert rendered is not None
    stage0 = _with_own_values(_parsed(rendered, recipe, problems), rendered, recipe, problems)
    names = TrackedNames({f"pin_{kind}": pin_function(f"pin_{kind}") for kind in PINS})
    names.update(platform_selectors(platforms))
    names.update({name: f"${name}" for name in BUILD_VARIABLES})
    evaluator = Evaluator(names, problems)
    read = frozenset(READS.get(name, name) for name in used)
    read -= FUNCTIONS | platform_selectors(platforms).keys()
    listed = all_outputs(stage0)
    outputs = [render_output(output, evaluator) for output in listed]
    problems.check()
    for written, output in zip(listed, outputs, strict=True):
        check_package(written.package, output, problems)
    problems.check()
    return tuple(
        replace(
            output,
            is_top=output.name == evaluator.value(stage0.package.name),
            used=read | bare_names(output, variant),
            requirements=_starred(output.requirements),
            tests=tuple(replace(test, run=tuple(map(_star, test.run))) for test in output.tests),
        )
        for output in outputs
    )


def _with_own_values(
    stage0: Recipe, rendered: RenderedText, recipe: Recipe, problems: Problems
) -> Recipe:
    """The recipe with what conda-build knows of it from its top level, in outputs too."""
    own = {
        "PKG_NAME": stage0.package.name,
        "PKG_VERSION": stage0.package.version,
        "PKG_BUILDNUM": stage0.build.number or Text(value="0"),
    }
    text = rendered.text
    for name, value in own.items():
        if isinstance(value, Text):
            text = text.replace(f"${{{{ {name} }}}}", value.value)
    if text == rendered.text:
        return stage0
    return _parsed(replace(rendered, text=text), recipe, problems)


def _starred(needs: RenderedRequirements) -> RenderedRequirements:
    """`name 1.2` as `name 1.2.*`, as conda-build reads what it installs."""
    return replace(
        needs,
        build=tuple(map(_star, needs.build)),
        host=tuple(map(_star, needs.host)),
        run=tuple(map(_star, needs.run)),
    )


def _star(spec: RenderedRequirement) -> RenderedRequirement:
    bare = spec.pin is None and is_bare(spec.text)
    return replace(spec, text=f"{spec.text}.*") if bare else spec


FIRST = SourceSpan(0, 1, 1, 1)
PINS = ("subpackage", "compatible")


def _parsed(rendered: RenderedText, recipe: Recipe, problems: Problems) -> Recipe:
    """The rendered YAML as a recipe without conditions, whose places are those of the source."""
    at_source = Problems(recipe.path, rendered.text)
    node = compose(rendered.text, at_source)
    for each in at_source.found:
        line = rendered.lines[each.span.line - 1] if each.span else 0
        text = recipe.text.split("\n")[line].rstrip()
        span = replace(each.span, line=line + 1) if each.span else None
        problems.found.append(replace(each, span=span, source_line=text))
    problems.check()
    document = RenderedConverter(problems, rendered).convert(node) if node is not None else None
    if not isinstance(document, Block):
        problems.add("unexpected-type", "the file is not a mapping", "begin with `package:`", FIRST)
        problems.check()
        raise AssertionError
    parsed = build_recipe(with_v1_keys(document), problems)
    problems.check()
    return replace(parsed, format=RecipeFormat.V0, path=recipe.path, text=recipe.text)


def bare_names(output: RenderedOutput, variant: Variant) -> frozenset[str]:
    """Variant keys that give a version to a requirement which names none."""
    requirements = (*output.requirements.build, *output.requirements.host)
    bare = (spec.text.lower().replace("-", "_") for spec in requirements if spec.pin is None)
    return frozenset(name for name in bare if re.fullmatch(r"[\w.]+", name) and name in variant)
