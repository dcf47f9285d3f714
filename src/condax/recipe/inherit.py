"""What outputs take from the top level of their recipe, in both formats.

v1: an output takes every field of `build` and `about` that it lacks, the version, the sources and
the tests; one that inherits from a staging output takes its sources and tests from nowhere.
v0: it takes version, build number, string, skip and `about`; requirements, tests, script and
entry points only if it bears the name of the top-level package.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from condax.recipe.model import About, Build, Output, Package, RecipeFormat, Requirements
from condax.recipe.values import Block, Text, guarded_leaves, value_leaves

if TYPE_CHECKING:
    from condax.recipe.model import ExtraFields, Recipe
    from condax.recipe.values import Value

Section = TypeVar("Section", Build, About)

V0_SHARED_BUILD = ("number", "string", "skip", "merge_build_and_host_envs", "variant", "span")


def all_outputs(recipe: Recipe) -> tuple[Output, ...]:
    """Every output that there can be, in the order of the file, with what it inherits."""
    if not recipe.outputs:
        return (_recipe_itself(recipe),)
    inherit = _inherited_v0 if recipe.format is RecipeFormat.V0 else _inherited_v1
    return tuple(
        replace(inherit(recipe, output), conditions=conditions)
        for output, conditions in guarded_leaves(recipe.outputs)
    )


def plain_name(value: Value) -> str | None:
    """The one name that a value can have; `None` if it depends on a condition or is not given."""
    names = {text.value for text in value_leaves(value)}
    return names.pop() if len(names) == 1 else None


def _recipe_itself(recipe: Recipe) -> Output:
    return Output(
        package=recipe.package,
        source=recipe.source,
        build=recipe.build,
        requirements=recipe.requirements,
        tests=recipe.tests,
        about=recipe.about,
        span=recipe.package.span,
    )


def _inherited_v1(recipe: Recipe, output: Output) -> Output:
    if output.is_staging:
        return replace(output, source=(*recipe.source, *output.source))
    alone = output.inherit is None
    return replace(
        output,
        package=_with_version(recipe, output),
        source=(*recipe.source, *output.source) if alone else output.source,
        build=_merged(recipe.build, output.build),
        tests=(*recipe.tests, *output.tests) if alone else output.tests,
        about=_merged(recipe.about, output.about),
    )


def _inherited_v0(recipe: Recipe, output: Output) -> Output:
    name = plain_name(output.package.name)
    is_top = name is not None and name == plain_name(recipe.package.name)
    shared = recipe.build if is_top else _only(recipe.build, V0_SHARED_BUILD)
    takes_requirements = is_top and output.requirements == Requirements()
    return replace(
        output,
        package=_with_version(recipe, output),
        source=output.source or recipe.source,
        build=_merged(shared, output.build),
        requirements=recipe.requirements if takes_requirements else output.requirements,
        tests=output.tests or (recipe.tests if is_top else ()),
        about=_merged(recipe.about, output.about),
    )


def _with_version(recipe: Recipe, output: Output) -> Package:
    version = output.package.version or recipe.package.version
    return replace(output.package, version=version)


def _merged(base: Section, over: Section) -> Section:
    """`over`, with the fields it lacks taken from `base`."""
    empty = type(over)()
    taken: dict[str, Any] = {
        each.name: getattr(base, each.name)
        for each in fields(over)
        if getattr(over, each.name) == getattr(empty, each.name)
    }
    taken["extra_fields"] = _merged_fields(base, over)
    return replace(over, **taken)


def _merged_fields(base: Build | About, over: Build | About) -> ExtraFields:
    given = {key for key, _ in over.extra_fields}
    return (*over.extra_fields, *(pair for pair in base.extra_fields if pair[0] not in given))


def _only(section: Build, names: tuple[str, ...]) -> Build:
    return Build(**{name: getattr(section, name) for name in names})


def inherited_staging(output: Output) -> str | None:
    """Name of the staging output that `output` builds on, as written."""
    data = output.inherit
    if isinstance(data, Block):
        data = data.get("from")
    return data.value if isinstance(data, Text) and data.value not in {"", "null", "~"} else None
