"""From a feedstock and a pinning to the jobs of every target, as pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from condax.errors import ConfigError
from condax.platforms import Os, Platforms, get_platform
from condax.recipe.evaluate import evaluate
from condax.recipe.model import RecipeFormat
from condax.rerender.ci_support import file_name, job_name, short_name
from condax.rerender.conda_build import RecipeText, UsedKeys, reduced_for_noarch, used_keys
from condax.rerender.defaults import default_variants
from condax.rerender.feedstock import MIGRATIONS
from condax.rerender.job import Job, mode_of, tests_decision
from condax.rerender.macos import with_deployment_target
from condax.rerender.matrix import ALWAYS_KEPT, EvaluatedOutput, JobVariant, explore, spread
from condax.rerender.providers import BY_KEY, Provider
from condax.variants import (
    TypedValue,
    VariantConfig,
    apply_migrations,
    first_values,
    merge_variants,
    migrations_to_apply,
    parse_variants,
    seen_by,
    select_lines_of_conda_build,
    waiting,
)
from condax.variants.names import matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from condax.recipe.rendered import RenderedOutput
    from condax.rerender.feedstock import Feedstock
    from condax.rerender.matrix import Leaf
    from condax.variants import Variant
    from condax.variants.selectors import Matches

CUDA = re.compile(r"""^[^#\n]*compiler\((?:"cuda"|'cuda')\)""", re.MULTILINE)
PYTHON_MIN = re.compile(r"\{\{ python_min \}\}")

read_variants = partial(parse_variants, select=select_lines_of_conda_build)
"""conda-smithy lets conda-build read all of them, those of `recipe.yaml` too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pinning:
    """The global pinning: its variant file, and its migrations where they are known."""

    text: str = ""
    name: str = "conda_build_config.yaml"
    version: str = ""
    migrations: Mapping[str, str] | None = None
    """Name → text; `None` if only the variant file is at hand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JobPlan:
    """The jobs of a feedstock, and what was found out on the way."""

    jobs: tuple[Job, ...]
    outputs: tuple[RenderedOutput, ...]
    """Every output of the recipe, as the first variant of the first target renders it."""
    channel_target: str
    over: tuple[str, ...] = ()
    """Migrations of the feedstock that are over: the pinning has them no more."""
    idle: tuple[str, ...] = ()
    """Targets with a provider that build nothing, because every output is skipped."""
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Migrations that come after others, which the feedstock does not have → those others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Target:
    """What one target's matrix came to."""

    variants: tuple[JobVariant, ...]
    outputs: Mapping[str, RenderedOutput]
    over: tuple[str, ...]
    channel_target: str


def plan_jobs(feedstock: Feedstock, pinning: Pinning) -> JobPlan:
    """Every job of every target, sorted by provider, target and name.

    Raises `ConfigError` for variant files and migrations that do not fit together, and
    `RecipeError` for a recipe that cannot be evaluated.
    """
    config = feedstock.config
    found = {target: _plan_target(feedstock, pinning, target) for target in config.targets}
    jobs = [
        _job(feedstock, target, provider, variant)
        for target, plan in found.items()
        for provider in config.providers_of(target)
        for variant in plan.variants
    ]
    outputs: dict[str, RenderedOutput] = {}
    for plan in found.values():
        outputs = {**plan.outputs, **outputs}
    return JobPlan(
        jobs=tuple(sorted(jobs, key=lambda job: (job.provider.value, job.target, job.config))),
        outputs=tuple(outputs.values()),
        channel_target=next((p.channel_target for p in found.values() if p.channel_target), ""),
        over=tuple(sorted({name for plan in found.values() for name in plan.over})),
        idle=tuple(target for target, plan in found.items() if not plan.variants),
        waiting=_waiting(feedstock),
    )


def _waiting(feedstock: Feedstock) -> dict[str, tuple[str, ...]]:
    migrations = _own_migrations(feedstock, lambda _: True)
    return waiting(migrations, migrations)


def _own_migrations(feedstock: Feedstock, matches: Matches) -> dict[str, VariantConfig]:
    """Name → content; what is wrong with one is said with the path from the feedstock's folder."""
    return {
        name: read_variants(text, f"{MIGRATIONS}/{name}", matches)
        for name, text in feedstock.migrations.items()
    }


def variant_config(
    feedstock: Feedstock, pinning: Pinning, target: str
) -> tuple[VariantConfig, tuple[str, ...]]:
    """The variant keys of a target with every file merged and every migration applied.

    Also the names of migrations that are over.
    """
    platforms = feedstock.platforms(target)
    matches = matcher(platforms, _environment(feedstock, target))
    layers = [
        default_variants(platforms.host),
        read_variants(pinning.text, pinning.name, matches),
        *(read_variants(text, name, matches) for name, text in feedstock.variant_files.items()),
        VariantConfig(values={"target_platform": (platforms.host.subdir,)}),
    ]
    own = _own_migrations(feedstock, matches)
    upstream = None
    if pinning.migrations is not None:
        wanted = {name: t for name, t in pinning.migrations.items() if name in own}
        upstream = {name: read_variants(t, name, matches) for name, t in wanted.items()}
    chosen, over = migrations_to_apply(own, upstream)
    named = {f"{MIGRATIONS}/{name}": migration for name, migration in chosen.items()}
    config = apply_migrations(merge_variants(*layers), named)
    return with_deployment_target(config, platforms.host), over


def _plan_target(feedstock: Feedstock, pinning: Pinning, target: str) -> _Target:
    config, over = variant_config(feedstock, pinning, target)
    platforms = feedstock.platforms(target)
    config = reduced_for_noarch(feedstock.recipe, platforms, config)
    first = first_values(config)
    takes_noarch = target in feedstock.config.noarch_platforms
    names = frozenset(first)
    seen: dict[str, RenderedOutput] = {}

    def outputs_of(variant: Variant) -> Sequence[EvaluatedOutput]:
        values = seen_by(feedstock.recipe.format, config, {**first, **variant})
        every = evaluate(feedstock.recipe, platforms, values)
        rendered = [output for output in every if not output.is_staging]
        find = _finder(feedstock, platforms, values, rendered, names)
        seen.update({o.name: o for o in rendered if not o.skip and o.name not in seen})
        return [
            _evaluated(each, find(each)) for each in rendered if takes_noarch or not each.noarch
        ]

    leaves = list(explore(config, outputs_of))
    variants = spread(config, leaves, _kept(feedstock, target, leaves))
    return _Target(
        variants=tuple(_finished(feedstock, target, variant) for variant in variants),
        outputs=seen,
        over=over,
        channel_target=first.get("channel_targets", ""),
    )


def _finder(
    feedstock: Feedstock,
    platforms: Platforms,
    values: Mapping[str, TypedValue],
    outputs: Sequence[RenderedOutput],
    names: frozenset[str],
) -> Callable[[RenderedOutput], UsedKeys]:
    """What tells which keys an output uses."""
    recipe = feedstock.recipe
    if recipe.format is not RecipeFormat.V0:
        return _used_in_v1
    # With Jinja, as slow to import as everything else together.
    from condax.recipe.v0.render import selected_text

    text = RecipeText(
        written=recipe.text,
        selected=selected_text(recipe.text, platforms, values),
        outputs=[output.name for output in outputs],
        scripts=feedstock.scripts,
        names=names,
    )
    is_windows = platforms.host.os is Os.WINDOWS
    return lambda output: used_keys(text, output, is_windows=is_windows)


def _used_in_v1(output: RenderedOutput) -> UsedKeys:
    """What it reads; conda-smithy takes no noarch output to depend on `target_platform`."""
    keys = output.used - {"target_platform"} if output.noarch else output.used
    return UsedKeys(own=keys, spread=keys)


def _evaluated(output: RenderedOutput, used: UsedKeys) -> EvaluatedOutput:
    return EvaluatedOutput(
        name=output.name,
        used=used.spread,
        own=used.own,
        is_skipped=output.skip,
        is_noarch=bool(output.noarch),
    )


def _kept(feedstock: Feedstock, target: str, leaves: Sequence[Leaf]) -> set[str]:
    kept = {*ALWAYS_KEPT}
    built = [output for leaf in leaves for output in leaf.outputs if not output.is_skipped]
    if not all(output.is_noarch for output in built):
        kept.add("target_platform")
    if Provider.GITHUB_ACTIONS in feedstock.config.providers_of(target):
        kept.add("github_actions_labels")
    if PYTHON_MIN.search(feedstock.recipe.text):
        kept.add("python_min")
    return kept


def _finished(feedstock: Feedstock, target: str, variant: JobVariant) -> JobVariant:
    """With one container image: the fallback if the variant files name none."""
    build = get_platform(feedstock.config.build_platform[target])
    if build.os is not Os.LINUX:
        return variant
    given = variant.values.get("docker_image", ())
    image = given[0] if given else feedstock.config.text("docker.fallback_image")
    return replace(variant, values={**variant.values, "docker_image": (image,)})


def _environment(feedstock: Feedstock, target: str) -> dict[str, str]:
    """What selectors of variant files may ask `os.environ` for."""
    config = feedstock.config
    found = {
        "CONFIG_VERSION": config.text("config_version"),
        "BUILD_PLATFORM": get_platform(config.build_platform[target]).subdir,
    }
    if version := config.os_version(target):
        found["DEFAULT_LINUX_VERSION"] = version
    if CUDA.search(feedstock.recipe.text):
        found["CF_CUDA_ENABLED"] = "True"
    return found


def _job(feedstock: Feedstock, target: str, provider: Provider, variant: JobVariant) -> Job:
    config = feedstock.config
    name = job_name(target, variant)
    build = config.build_platform[target]
    runs_tests, why = tests_decision(config, target, provider)
    if build not in BY_KEY:
        raise ConfigError(
            f"no CI service has machines of {build!r}",
            hint=f"build {target!r} on another platform with `build_platform`",
        )
    return Job(
        target=target,
        build=build,
        provider=provider,
        name=name,
        short_name=short_name(name),
        file_name=file_name(name, feedstock.repository),
        variant=variant,
        mode=mode_of(config, target, provider),
        runs_tests=runs_tests,
        why=why,
        uploads=config.uploads(target, provider),
        tool=config.text("conda_build_tool"),
    )
