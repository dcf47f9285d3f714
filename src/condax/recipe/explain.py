"""Every requirement of a recipe: in which environment, for which platform, why, and what crossing
changes. What is in a place where the table of natures does not put it is said as well.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.platforms import NOARCH
from condax.recipe.evaluate import evaluate
from condax.recipe.natures import Nature, nature_of
from condax.recipe.placement import RULES, Environment, placement_of

if TYPE_CHECKING:
    from condax.platforms import Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.names import Variant
    from condax.recipe.rendered import RenderedOutput, RenderedRequirement


class Presence(str, Enum):
    """In which of the two builds a requirement is there."""

    ALWAYS = "always"
    CROSSING = "only when crossing"
    NATIVE = "only natively"


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """One requirement in one environment."""

    output: str
    name: str
    """Of the package."""
    environment: Environment
    spec: str
    """As it is when crossing; natively if it is only there natively."""
    native_spec: str
    """As it is natively; empty if it is not there."""
    subdir: str
    """Platform of the environment when crossing."""
    presence: Presence
    nature: str
    """Empty for a package that the table does not know."""
    reason: str
    when_crossing: str
    is_expected: bool
    """Whether what it is belongs into this environment; also true where that is not known."""
    line: int | None


def explain_recipe(
    recipe: Recipe, platforms: Platforms, variant: Variant, dependency: str = ""
) -> tuple[Explanation, ...]:
    """Every requirement of every output, or those on `dependency`, in the order of the recipe.

    `platforms` is the pair that crosses. Raises `UsageError` if no output has the dependency.
    """
    native = replace(platforms, host=platforms.build, target=platforms.build)
    before = {output.name: output for output in evaluate(recipe, native, variant)}
    found: list[Explanation] = []
    for output in evaluate(recipe, platforms, variant):
        for environment in Environment:
            found += _environment(output, before.get(output.name), environment, platforms)
    if not dependency:
        return tuple(found)
    chosen = tuple(each for each in found if _is_meant(each, dependency))
    if not chosen:
        names = sorted({each.name for each in found})
        near = difflib.get_close_matches(dependency, names, n=1)
        known = f"choose one of {', '.join(names)}" if names else "it has none"
        raise UsageError(
            f"the recipe has no requirement {dependency!r}",
            hint=f"did you mean {near[0]!r}?" if near else known,
        )
    return chosen


def _is_meant(each: Explanation, dependency: str) -> bool:
    """A name, or the part before the platform: `gcc` means `gcc_linux-aarch64`."""
    return dependency in {each.name, each.name.partition("_")[0], each.native_spec.split(" ")[0]}


def _environment(
    output: RenderedOutput,
    native: RenderedOutput | None,
    environment: Environment,
    platforms: Platforms,
) -> list[Explanation]:
    """Requirements of one environment; the two builds are matched by their place in the recipe."""
    here = _requirements(output, environment)
    there = list(_requirements(native, environment)) if native else []
    subdir = _subdir(output, environment, platforms)
    rows = []
    for requirement in here:
        other = next((each for each in there if _is_same(requirement, each)), None)
        if other is not None:
            there.remove(other)
        presence = Presence.CROSSING if other is None else Presence.ALWAYS
        rows.append(_row(output, environment, (requirement, other), subdir, presence))
    rows += [_row(output, environment, (each, each), subdir, Presence.NATIVE) for each in there]
    return rows


def _row(
    output: RenderedOutput,
    environment: Environment,
    pair: tuple[RenderedRequirement, RenderedRequirement | None],
    subdir: str,
    presence: Presence,
) -> Explanation:
    requirement, native = pair
    nature = _nature(output, requirement)
    placement = placement_of(requirement.name, environment, nature=nature)
    is_expected = nature is None or placement is not None
    change = placement.when_crossing if placement else ""
    if output.noarch:
        change = "nothing: a noarch package is built once, where it is built"
    elif native is not None and native.text != requirement.text:
        change = f"{native.text} becomes {requirement.text}"
    elif presence is Presence.NATIVE:
        change = "it is left out"
    return Explanation(
        output=output.name,
        name=requirement.name,
        environment=environment,
        spec=requirement.text,
        native_spec=native.text if native else "",
        subdir=subdir,
        presence=presence,
        nature=nature.value if nature else "",
        reason=placement.reason if placement else _unplaced(nature, environment),
        when_crossing=change,
        is_expected=is_expected,
        line=requirement.span.line if requirement.span else None,
    )


def _nature(output: RenderedOutput, requirement: RenderedRequirement) -> Nature | None:
    """What the table says; an own package in build lends its programs to the cross build."""
    name = requirement.name
    if requirement.pin is not None or name == output.name:
        return Nature.LIBRARY_AND_PROGRAM
    if "_" in name and name.rpartition("_")[2].count("-") == 1:
        return nature_of(name) or Nature.COMPILER
    return nature_of(name)


def _unplaced(nature: Nature | None, environment: Environment) -> str:
    if nature is None:
        return "the table of packages does not know what it is"
    usual = [placement.environment.value for placement in RULES[nature]]
    where = " and ".join(dict.fromkeys(usual)) or "the tests"
    if nature in {Nature.LIBRARY, Nature.LIBRARY_AND_PROGRAM} and environment is Environment.RUN:
        return "the run-exports of what is in host put it there; it is seldom written by hand"
    return f"a {nature.value} belongs into {where}, not into {environment.value}"


def _subdir(output: RenderedOutput, environment: Environment, platforms: Platforms) -> str:
    if environment is Environment.BUILD:
        return platforms.build.subdir
    if output.noarch:
        # Such a package is built once, natively, and installed everywhere.
        return platforms.build.subdir if environment is Environment.HOST else NOARCH.subdir
    return platforms.host.subdir


def _requirements(
    output: RenderedOutput, environment: Environment
) -> tuple[RenderedRequirement, ...]:
    needs = output.requirements
    return {
        Environment.BUILD: needs.build,
        Environment.HOST: needs.host,
        Environment.RUN: needs.run,
    }[environment]


def _is_same(a: RenderedRequirement, b: RenderedRequirement) -> bool:
    return a.name == b.name or (a.span is not None and a.span == b.span)
