"""Sections that the formats arrange differently: outputs, and keys that v1 lacks."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from condax.recipe.convert.expressions import negated
from condax.recipe.convert.own_values import with_own_number
from condax.recipe.inherit import all_outputs, known_name, plain_name
from condax.recipe.model import (
    About,
    Build,
    OtherTest,
    Output,
    Package,
    Recipe,
    Requirements,
    RunExports,
    Script,
    Source,
)
from condax.recipe.values import Block, Conditional, Data, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from condax.recipe.model import ExtraFields

    Note = Callable[[str, str], None]
    """Says why (first) a key (second) is left out."""

KEPT = frozenset(
    (
        *("always_include_files", "always_copy_files", "post_process", "prefix_detection"),
        *("depth", "lfs", "use_gitignore", "skip_pyc_compilation", "site_packages_path"),
    )
)
ALWAYS = {"activate_in_script": "true", "detect_binary_files_with_prefix": "true"}
"""What v1 does without being told."""
Part = TypeVar("Part", Recipe, Output)
Section = TypeVar("Section", Build, About)


def with_v1_outputs(recipe: Recipe, *, has_script: bool) -> Recipe:
    """Outputs that say themselves what v0 gives them by their name, or by a selector.

    What conda-build builds before the outputs becomes a staging output that they all take their
    files from. Requirements of a recipe whose top level builds nothing have no effect.
    """
    if not recipe.outputs:
        return recipe
    whole = tuple(with_own_number(recipe, output) for output in all_outputs(recipe))
    top = known_name(recipe, recipe.package.name)
    is_taken = any(known_name(recipe, output.package.name) == top for output in whole)
    common = _common(recipe.build, [output.build for output in whole])
    build = Build(
        **{name: getattr(common, name) for name in V1_SHARED},
        skip=recipe.build.skip,
        extra_fields=recipe.build.extra_fields,
        span=recipe.build.span,
    )
    about = _common(recipe.about, [output.about for output in whole])
    shared = replace(recipe, build=build, requirements=Requirements(), tests=(), about=about)
    outputs = tuple(_output(shared, output) for output in whole)
    source = recipe.source
    script = recipe.build.script or Script()
    if not is_taken and (has_script or script.content or script.file):
        outputs = _staged(recipe, outputs)
        source = ()
    return replace(shared, outputs=outputs, source=source)


V1_SHARED = ("number", "string", "merge_build_and_host_envs", "variant")
"""What can stand in the top level's `build` for all outputs."""


def _common(top: Section, sections: Sequence[Section]) -> Section:
    """What of the top level stays there: every output has it, or something else in its place.

    v1 gives it to those too that have nothing there.
    """
    empty = type(top)()
    lost = {
        each.name: getattr(empty, each.name)
        for each in fields(top)
        if any(getattr(section, each.name) == getattr(empty, each.name) for section in sections)
    }
    kept = {"extra_fields": top.extra_fields, "span": top.span}
    changes: dict[str, Any] = {**lost, **kept}
    return replace(top, **changes)


def _staged(recipe: Recipe, outputs: tuple[Output, ...]) -> tuple[Output, ...]:
    """The outputs behind a staging output that does what the top level of the recipe did."""
    name = f"{plain_name(recipe.package.name) or 'recipe'}-files"
    script = recipe.build.script or Script(content=(Text(value="build.sh"),))
    staging = Output(
        package=Package(name=Text(value=name)),
        is_staging=True,
        source=recipe.source,
        build=Build(script=script),
        requirements=replace(
            recipe.requirements, run=(), run_constraints=(), run_exports=RunExports()
        ),
    )
    inherit = Text(value=name)
    return (staging, *(replace(output, inherit=inherit) for output in outputs))


def _output(recipe: Recipe, output: Output) -> Output:
    """One output without what it inherits in v1 too."""
    package = output.package
    if package.version == recipe.package.version:
        package = replace(package, version=None)
    skips = tuple(Text(value=negated(each)) for each in dict.fromkeys(output.conditions))
    own = tuple(item for item in output.build.skip if item not in recipe.build.skip)
    build = replace(output.build, skip=(*own, *skips))
    for name in V1_SHARED:
        if getattr(build, name) == getattr(recipe.build, name):
            build = replace(build, **{name: getattr(Build(), name)})
    source = () if output.source == recipe.source else output.source
    about = replace(
        output.about,
        **{
            name: getattr(About(), name)
            for name in About.__dataclass_fields__
            if name != "span" and getattr(output.about, name) == getattr(recipe.about, name)
        },
    )
    return replace(output, package=package, build=build, source=source, about=about, conditions=())


def without_unknown_keys(recipe: Recipe, note: Note) -> Recipe:
    """The recipe without keys that v1 does not have, each noted."""
    note_all = _noting(note)
    kept_top = replace(recipe, extra_fields=note_all(recipe.extra_fields))
    recipe = _section_without(kept_top, note_all)
    outputs = []
    for output in recipe.outputs:
        assert isinstance(output, Output)
        kept = replace(output, extra_fields=note_all(output.extra_fields))
        outputs.append(_section_without(kept, note_all))
    return replace(recipe, outputs=tuple(outputs))


def _noting(note: Note) -> Callable[[ExtraFields], ExtraFields]:
    def kept(fields: ExtraFields) -> ExtraFields:
        for key, value in fields:
            is_default = isinstance(value, Text) and value.value.lower() == ALWAYS.get(key)
            if key not in KEPT and not is_default:
                note("it has no counterpart", key)
        return tuple(pair for pair in fields if pair[0] in KEPT)

    return kept


def _section_without(part: Part, kept: Callable[[ExtraFields], ExtraFields]) -> Part:
    fields: ExtraFields = part.about.extra_fields
    if part.about.license_url is not None:
        fields = (*fields, ("license_url", part.about.license_url))
    about = replace(part.about, license_url=None, extra_fields=kept(fields))
    build = replace(part.build, extra_fields=kept(_prefix_detection(part.build.extra_fields)))
    requirements = replace(part.requirements, extra_fields=kept(part.requirements.extra_fields))
    sources = tuple(
        replace(s, extra_fields=kept(s.extra_fields)) if isinstance(s, Source) else s
        for s in part.source
    )
    for test in part.tests:
        if isinstance(test, OtherTest):
            kept(test.fields.entries)
    tests = tuple(test for test in part.tests if not isinstance(test, OtherTest))
    made = replace(part, about=about, build=build, requirements=requirements, source=sources)
    return replace(made, tests=tests)


def _prefix_detection(fields: ExtraFields) -> ExtraFields:
    """Which files keep the path of the build's prefix, in the words of v1."""
    given: dict[str, Data] = {}
    rest = []
    for key, value in fields:
        if key == "ignore_prefix_files":
            given["ignore"] = value
        elif key == "detect_binary_files_with_prefix" and _is_false(value):
            given["ignore_binary_files"] = _true(value)
        else:
            rest.append((key, value))
    if given:
        rest.append(("prefix_detection", Block(entries=tuple(given.items()))))
    return tuple(rest)


def _is_false(value: Data) -> bool:
    if isinstance(value, Conditional):
        return all(map(_is_false, (*value.then, *value.otherwise)))
    return isinstance(value, Text) and value.value.lower() == "false"


def _true(value: Data) -> Data:
    if isinstance(value, Conditional):
        then, otherwise = (tuple(map(_true, arm)) for arm in (value.then, value.otherwise))
        return replace(value, then=then, otherwise=otherwise)
    assert isinstance(value, Text)
    return replace(value, value="true")
