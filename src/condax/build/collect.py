"""From recipes and targets to a plan: rendering each recipe as often as the plan asks for."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.build.discover import find_recipes
from condax.build.model import Job, Plan, Skipped, build_names
from condax.build.plan import plan
from condax.build.render import Rendered, render
from condax.build.variants import Compilers
from condax.errors import UnsupportedPlatformError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from condax.build.options import BuildOptions
    from condax.build.toolchain_source import ToolchainSource
    from condax.platforms import Platform


def make_plan(
    options: BuildOptions,
    toolchain: ToolchainSource,
    is_offered: Callable[[str], bool],
    is_in_output: Callable[[str], bool] = lambda _: False,
) -> Plan:
    """What there is to build, in order.

    `is_offered` says whether a channel has a build tool, `is_in_output` whether the output has it.
    """
    for target in options.targets:
        if target is NOARCH:
            raise UnsupportedPlatformError(
                f"packages are not built for {NOARCH.subdir!r}",
                hint="name a platform; noarch packages of the recipes are built along",
            )
    recipes = find_recipes(options.recipes)

    def evaluated(recipe: Path, platform: Platform, has: Callable[[str], bool]) -> Rendered:
        compilers = Compilers(keys=toolchain.variants(platform), is_offered=has)
        return render(recipe, platform, options.build_platform, compilers, options.variant_config)

    @functools.cache
    def made() -> frozenset[str]:
        """Names of all packages, whatever they are compiled with."""
        return frozenset(
            job.name
            for recipe in recipes
            for target in options.targets
            for job in evaluated(recipe, target, lambda _: True).jobs
        )

    def is_to_be_had(name: str) -> bool:
        return is_offered(name) or is_in_output(name) or name in made()

    @functools.cache
    def rendered(recipe: Path, platform: Platform) -> Rendered:
        return evaluated(recipe, platform, is_to_be_had)

    found = [rendered(recipe, target) for recipe in recipes for target in options.targets]
    machine = options.build_platform
    wanted = [job for each in found for job in each.jobs if job.platforms.target is not NOARCH]
    wanted += _noarch_jobs(found, lambda recipe: rendered(recipe, machine))
    skipped = [each for one in found for each in one.skipped if not _is_wanted(each, wanted)]
    spare = _spare_jobs(wanted, recipes, lambda recipe: rendered(recipe, machine))
    replaced = frozenset[tuple[str, str]]().union(*(each.replaced for each in found))
    return replace(plan(wanted, spare, is_offered, skipped), replaced=replaced)


def _noarch_jobs(found: Iterable[Rendered], on_machine: Callable[[Path], Rendered]) -> list[Job]:
    """Each noarch package once, built for the machine where the recipe allows it.

    Its build script may run programs of the host environment.
    """
    jobs: dict[tuple[Path, str], list[Job]] = {}
    for job in (job for each in found for job in each.jobs):
        if job.platforms.target is NOARCH and (job.recipe, job.name) not in jobs:
            own = [other for other in on_machine(job.recipe).jobs if other.name == job.name]
            jobs[job.recipe, job.name] = [o for o in own if o.platforms.target is NOARCH] or [job]
    return [job for group in jobs.values() for job in group]


def _is_wanted(skipped: Skipped, wanted: Sequence[Job]) -> bool:
    """Whether the package is built as noarch all the same."""
    return any(
        (job.recipe, job.name) == (skipped.recipe, skipped.name) and job.platforms.target is NOARCH
        for job in wanted
    )


def _spare_jobs(
    wanted: Sequence[Job], recipes: Sequence[Path], on_machine: Callable[[Path], Rendered]
) -> list[Job]:
    """Jobs for the machine of every recipe that a build environment may need."""
    by_name = {job.name: job.recipe for job in wanted}
    needed = {name for job in wanted for name in build_names(job.requirements)}
    if not needed & by_name.keys():
        return []
    return [job for recipe in recipes for job in on_machine(recipe).jobs]
