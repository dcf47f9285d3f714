"""What outputs take from the top level of their recipe, in both formats.

v1: an output takes every field of `build` and `about` that it lacks, the version, the sources and
the tests; one that inherits from a staging output takes its sources and tests from nowhere.
v0: it takes version and build number, `build` without script and entry points if it has no `build`
of its own, and `about` if it has none; one that bears the name of the top-level package takes every
key that it lacks. A top level that depends on its outputs is a package itself where none of them
bears its name.
Conditions of `skip` add up in both.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from condax.recipe.model import (
    About,
    Build,
    Output,
    Package,
    RecipeFormat,
    Requirements,
    Script,
)
from condax.recipe.syntax import ExpressionError
from condax.recipe.template import template_text
from condax.recipe.values import Block, Text, guarded_leaves, leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.model import ExtraFields, Recipe
    from condax.recipe.values import Value

Section = TypeVar("Section", Build, About, Requirements)

ENVIRONMENTS = ("build", "host", "run", "run_constraints")
PIN_SUBPACKAGE = re.compile(r"\$\{\{ *pin_subpackage\(")


def all_outputs(recipe: Recipe) -> tuple[Output, ...]:
    """Every output that there can be, in the order of the file, with what it inherits."""
    if not recipe.outputs:
        return (_recipe_itself(recipe),)
    is_v0 = recipe.format is RecipeFormat.V0
    inherit = _inherited_v0 if is_v0 else _inherited_v1
    listed = tuple(
        replace(inherit(recipe, output), conditions=conditions)
        for output, conditions in guarded_leaves(recipe.outputs)
    )
    return (*listed, _recipe_itself(recipe)) if is_v0 and is_metapackage(recipe) else listed


def plain_name(value: Value) -> str | None:
    """The one name that a value can have; `None` if it depends on a condition or is not given."""
    names = {text.value for text in value_leaves(value)}
    return names.pop() if len(names) == 1 else None


def known_name(recipe: Recipe, value: Value) -> str | None:
    """The one name that a value can have, with what `context` says put in where that is fixed."""
    name = plain_name(value)
    if name is None or "${{" not in name:
        return name
    fixed: dict[str, object] = {}
    for variable in recipe.context:
        fixed.pop(variable.name, None)
        if isinstance(variable.value, Text):
            with contextlib.suppress(ExpressionError):
                fixed[variable.name] = template_text(variable.value.value, fixed)
    try:
        return template_text(name, fixed)
    except ExpressionError:
        return name


def is_metapackage(recipe: Recipe) -> bool:
    """Whether conda-build makes a package of the top level of a v0 recipe, beside its outputs.

    It does where the top level depends on an output, or pins one, and none bears its name.
    """
    outputs = list(leaves(recipe.outputs))
    names = {known_name(recipe, output.package.name) for output in outputs}
    if not outputs or known_name(recipe, recipe.package.name) in names:
        return False
    needs = recipe.requirements
    run = {text.value.partition(" ")[0] for text in leaves(needs.run)}
    return bool(run & names) or any(map(PIN_SUBPACKAGE.match, _specs(needs)))


def _specs(needs: Requirements) -> Iterator[str]:
    for items in (needs.build, needs.host, needs.run, needs.run_constraints):
        yield from (text.value for text in leaves(items))


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
    name = known_name(recipe, output.package.name)
    is_top = name is not None and name == known_name(recipe, recipe.package.name)
    return replace(
        output,
        package=_with_version(recipe, output),
        source=output.source or recipe.source,
        build=_merged(recipe.build if is_top else _shared_build(recipe, output), output.build),
        requirements=_requirements_v0(recipe, output, is_top=is_top),
        tests=output.tests or (recipe.tests if is_top else ()),
        about=_merged(recipe.about, output.about) if is_top else _about_v0(recipe, output),
    )


def _about_v0(recipe: Recipe, output: Output) -> About:
    return recipe.about if output.about == About() else output.about


def _shared_build(recipe: Recipe, output: Output) -> Build:
    """The top level's `build` as far as an output of another name takes it."""
    build = recipe.build
    if output.build.span is not None:
        return Build(number=build.number, skip=build.skip)
    script = build.script
    if script is not None:
        script = Script(env=script.env, secrets=script.secrets)
    return replace(
        build,
        script=None if script == Script() else script,
        noarch=None,
        files=None,
        python=replace(build.python, entry_points=()),
    )


def _requirements_v0(recipe: Recipe, output: Output, *, is_top: bool) -> Requirements:
    needs, above = output.requirements, recipe.requirements
    if is_top:
        return _merged_requirements(above, needs)
    if output.build.span is None:
        return replace(needs, ignore_run_exports=above.ignore_run_exports)
    return needs


def _merged_requirements(above: Requirements, needs: Requirements) -> Requirements:
    """Both together; a key of `needs` with nothing behind it stays without anything."""
    written: dict[str, Any] = dict(needs.sections)
    missing = tuple(pair for pair in above.sections if pair[0] not in written)
    taken = {key: getattr(needs, key) for key in ENVIRONMENTS if key in written}
    changes: dict[str, Any] = {**taken, "sections": (*needs.sections, *missing)}
    return replace(_merged(above, needs), **changes)


def _with_version(recipe: Recipe, output: Output) -> Package:
    version = output.package.version or recipe.package.version
    return replace(output.package, version=version)


def _merged(base: Section, over: Section) -> Section:
    """`over`, with the fields it lacks taken from `base`; conditions of `skip` add up."""
    empty = type(over)()
    taken: dict[str, Any] = {
        each.name: getattr(base, each.name)
        for each in fields(over)
        if getattr(over, each.name) == getattr(empty, each.name)
    }
    if isinstance(base, Build) and isinstance(over, Build):
        taken["skip"] = (*base.skip, *over.skip)
    taken["extra_fields"] = _merged_fields(base.extra_fields, over.extra_fields)
    return replace(over, **taken)


def _merged_fields(base: ExtraFields, over: ExtraFields) -> ExtraFields:
    keys = {key for key, _ in over}
    return (*over, *(pair for pair in base if pair[0] not in keys))


def inherited_staging(output: Output) -> Text | None:
    """Name of the staging output that `output` builds on, as written."""
    data = output.inherit
    if isinstance(data, Block):
        data = data.get("from")
    return data if isinstance(data, Text) and data.value not in {"", "null", "~"} else None
