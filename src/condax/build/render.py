"""Recipes to jobs: rattler-build evaluates a recipe for a platform and its variants."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from condax.build.model import Job, Requirements, Skipped, spec_names
from condax.build.recipe_errors import recipe_error
from condax.build.skips import Answer, probe_text, read_answer, skip_conditions
from condax.build.toolchain_source import COMPILER_KEYS
from condax.build.variants import (
    Compilers,
    Variants,
    load_variants,
    narrowed,
    replace_missing_compilers,
)
from condax.errors import SystemRefusedError
from condax.platforms import NOARCH, Platforms
from condax.recipe.rattler import rattler_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import rattler_build as rb

    from condax.build.model import Scalar
    from condax.platforms import Platform


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What one recipe gives for one platform."""

    jobs: tuple[Job, ...]
    skipped: tuple[Skipped, ...]
    replaced: frozenset[tuple[str, str]] = frozenset()
    """Packages of compilers that variant files name for the jobs, and what took their place."""


def render(
    recipe: Path,
    platform: Platform,
    build_platform: Platform,
    compilers: Compilers,
    files: Sequence[Path],
) -> Rendered:
    """All packages of a recipe for `platform`, one per output and variant.

    Raises `RecipeError` with the place in the file, and `ConfigError` for a variant file.
    """
    platforms = Platforms(build=build_platform, host=platform, target=platform)
    asked = load_variants(recipe, platforms, compilers.keys, files)
    variants = replace_missing_compilers(asked, compilers, platform)
    stage0 = load_recipe(recipe)
    outputs = evaluate(stage0, recipe, platforms, variants)
    jobs = [_job(recipe, output, platforms, variants) for output in outputs]
    reasons = [skip_reason(stage0, job) for job in jobs]
    skipped = {job.name: why for job, why in zip(jobs, reasons, strict=True) if why}
    skipped |= _left_out(stage0, {job.name for job in jobs}, recipe, platforms, variants)
    return Rendered(
        jobs=tuple(job for job, why in zip(jobs, reasons, strict=True) if not why),
        skipped=tuple(
            Skipped(recipe=recipe, name=name, platform=platform, reason=reason)
            for name, reason in skipped.items()
        ),
        replaced=frozenset(
            (f"{old}_{platform}", f"{new}_{platform}")
            for key in {key for job in jobs for key in job.variant} & set(COMPILER_KEYS)
            for old, new in zip(asked.values[key], variants.values[key], strict=True)
            if old != new
        ),
    )


def load_recipe(recipe: Path, text: str | None = None) -> rb.Stage0Recipe:
    """Parse a recipe file; `text` stands in for its content."""
    import rattler_build as rb

    if text is None:
        try:
            text = recipe.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as e:
            raise SystemRefusedError(
                f"cannot read the recipe {str(recipe)!r}: {e}",
                hint="check that it is a UTF-8 text file you may read",
            ) from None
    try:
        return rattler_recipe(text, recipe)
    except rb.RattlerBuildError as e:
        raise recipe_error(recipe, text, str(e)) from None


def evaluate(
    stage0: rb.Stage0Recipe, recipe: Path, platforms: Platforms, variants: Variants
) -> list[rb.RenderedVariant]:
    """Render with rattler-build, its errors located in the recipe file."""
    import rattler_build as rb

    config = rb.VariantConfig(
        {key: list(values) for key, values in variants.values.items()},
        zip_keys=[list(group) for group in variants.zip_keys] or None,
    )
    render_config = rb.RenderConfig(
        platform=rb.PlatformConfig(
            target_platform=platforms.host.subdir,
            build_platform=platforms.build.subdir,
            host_platform=platforms.host.subdir,
        )
    )
    try:
        return list(stage0.render(config, render_config))
    except rb.RattlerBuildError as e:
        text = recipe.read_text(encoding="utf-8")
        raise recipe_error(recipe, text, str(e)) from None


def skip_reason(stage0: rb.Stage0Recipe, job: Job) -> str:
    """The first `skip` condition that holds for a package, empty if none does."""
    by_name = skip_conditions(stage0)
    variants = Variants(values=job.config, zip_keys=job.zip_keys)
    if not any(by_name.values()):
        return ""
    [answer, *_] = _ask(stage0, job.recipe, job.platforms, variants)
    return answer.reasons.get(job.name, "")


def package_names(stage0: rb.Stage0Recipe, job: Job) -> tuple[str, ...]:
    """Names of the packages of the job's recipe, as rendered for the job, in recipe order."""
    written = tuple(skip_conditions(stage0))
    if not any("${{" in name for name in written):
        return written
    variants = Variants(values=job.config, zip_keys=job.zip_keys)
    return _ask(stage0, job.recipe, job.platforms, variants)[0].names


def _left_out(
    stage0: rb.Stage0Recipe,
    present: set[str],
    recipe: Path,
    platforms: Platforms,
    variants: Variants,
) -> dict[str, str]:
    """Packages of a recipe with several that rattler-build did not render → the reason."""
    by_name = skip_conditions(stage0)
    if not any(by_name.values()) or len(by_name) == 1:
        return {}
    return {
        name: reason
        for answer in _ask(stage0, recipe, platforms, variants)
        for name, reason in answer.reasons.items()
        if reason and name not in present
    }


def _ask(
    stage0: rb.Stage0Recipe, recipe: Path, platforms: Platforms, variants: Variants
) -> list[Answer]:
    """What the probe recipe says, for each combination of the variants."""
    by_name = skip_conditions(stage0)
    probe = load_recipe(recipe, probe_text(recipe.read_text(encoding="utf-8"), by_name))
    outputs = evaluate(probe, recipe, platforms, variants)
    return [read_answer(output.recipe.requirements.run, by_name) for output in outputs]


def _job(recipe: Path, output: rb.RenderedVariant, platforms: Platforms, variants: Variants) -> Job:
    stage1 = output.recipe.to_dict()
    variant = output.variant
    own = narrowed(variants, variant)
    is_noarch = output.recipe.build.noarch is not None
    if is_noarch:
        platforms = Platforms(build=platforms.build, host=platforms.host, target=NOARCH)
    return Job(
        recipe=recipe,
        name=output.recipe.package.name,
        version=output.recipe.package.version,
        build=str(output.recipe.build.string),
        platforms=platforms,
        variant=variant,
        config=own.values,
        zip_keys=own.zip_keys,
        requirements=_requirements(stage1),
        inherits=str((stage1.get("inherits_from") or {}).get("cache_name", "")),
        stage=_stage(stage1, variant, platforms),
        is_tested=any(_environment_of(test) is not None for test in stage1.get("tests") or []),
    )


def _stage(stage1: Mapping[str, Any], variant: Mapping[str, Scalar], platforms: Platforms) -> str:
    """A digest of what rattler-build, too, tells staging outputs apart by; empty without any."""
    caches = stage1.get("staging_caches") or []
    if not stage1.get("inherits_from") or not caches:
        return ""
    tables = [cache.get("requirements") or {} for cache in caches]
    specs = [*(spec for t in tables for e in ("build", "host") for spec in _specs(t.get(e)))]
    keys = {name.replace("-", "_") for name in spec_names(tuple(specs))}
    used = {key: str(value) for key, value in variant.items() if key.replace("-", "_") in keys}
    identity = json.dumps([caches, sorted(used.items()), platforms.host.subdir], default=str)
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _requirements(stage1: Mapping[str, Any]) -> Requirements:
    stages = [stage1, *stage1.get("staging_caches", [])]
    tables = [stage.get("requirements") or {} for stage in stages]
    tests = [test.get("requirements") or {} for test in stage1.get("tests") or []]
    implied = (_environment_of(test) or () for test in stage1.get("tests") or [])
    exports = tables[0].get("run_exports") or {}
    ignored = tables[0].get("ignore_run_exports") or {}
    return Requirements(
        build=tuple(spec for table in tables for spec in _specs(table.get("build"))),
        host=tuple(spec for table in tables for spec in _specs(table.get("host"))),
        run=tuple(_specs(tables[0].get("run"))),
        test=(
            *(spec for table in tests for spec in _specs(table.get("run"))),
            *(name for names in implied for name in names),
        ),
        test_build=tuple(spec for table in tests for spec in _specs(table.get("build"))),
        **{kind: tuple(_specs(exports.get(kind))) for kind in ("weak", "strong", NOARCH.subdir)},
        ignored=tuple(_specs(ignored.get("by_name"))),
        ignored_from=tuple(_specs(ignored.get("from_package"))),
    )


def _environment_of(test: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What rattler-build adds to the environment of a test; `None` if that may be missing."""
    if "script" in test:
        return ()
    if "python" in test:
        asked = {"pip": test["python"].get("pip_check", True)}
        asked["python"] = bool(test["python"].get("python_version"))
        return tuple(name for name, is_asked in asked.items() if is_asked)
    return next(((name,) for kind, name in INTERPRETERS.items() if kind in test), None)


INTERPRETERS = {"perl": "perl", "r": "r-base", "ruby": "ruby"}
"""What tests that name modules of a language run in."""


def _specs(entries: Sequence[Any] | None) -> list[str]:
    """Specs as text; of a pin only the name it pins, which is all that is known beforehand."""
    specs = []
    for entry in entries or []:
        if isinstance(entry, str):
            specs.append(entry)
        else:
            pin = next(iter(entry.values()))
            specs.append(str(pin["name"] if isinstance(pin, dict) else pin))
    return specs
