"""Jobs that build with condax's own toolchain: no container, no machine of another kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.errors import ConfigError
from condax.platforms import get_platform
from condax.rerender.ci_support import render_variant_file
from condax.rerender.config import TestPolicy
from condax.rerender.github import checkout_options, preparations, triggers
from condax.rerender.job import Mode
from condax.rerender.providers import Provider
from condax.rerender.runner import runner_of
from condax.rerender.scripts import GENERATED, TEMPLATES
from condax.rerender.settings import settings_of
from condax.rerender.text import indented, scalar
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job
    from condax.rerender.matrix import JobVariant

WORKFLOW = ".github/workflows/condax-build.yml"
FOLDER = ".ci_support/zig"
TOOL = "condax"

TOOLCHAIN_KEYS = (
    *(f"{language}_compiler" for language in ("c", "cxx", "fortran")),
    *(f"{language}_compiler_version" for language in ("c", "cxx", "fortran")),
    *("c_stdlib", "c_stdlib_version", "cdt_name", "docker_image", "github_actions_labels"),
)
"""Keys that condax's toolchain decides, or that only a container needs."""


def zig_jobs(config: ForgeConfig, jobs: Sequence[Job]) -> tuple[Job, ...]:
    """The jobs for cross-built Linux targets, once each, as GitHub Actions runs them.

    Raises `ConfigError` for a v0 recipe, which condax does not build.
    """
    if not config.uses_rattler_build:
        raise ConfigError(
            "condax builds recipe.yaml only",
            hint="set `conda_build_tool: rattler-build` after converting the recipe",
            where="conda-forge.yml",
        )
    own = {
        job.config: replace(job, provider=Provider.GITHUB_ACTIONS, tool=TOOL, uploads=False)
        for job in jobs
        if job.mode is Mode.CROSS and get_platform(job.target).is_elf
    }
    return tuple(own.values())


def render_zig(config: ForgeConfig, jobs: Sequence[Job]) -> dict[str, str]:
    """Path → text of the workflow of these jobs and its variant files."""
    if not jobs:
        return {}
    tree = {
        f"{FOLDER}/{job.config}.yaml": render_variant_file(without_toolchain(job.variant))
        for job in jobs
    }
    tree[WORKFLOW] = fill(
        TEMPLATES / "condax-build.yml",
        {
            "GENERATED": GENERATED,
            "TRIGGERS": triggers(config),
            "TIMEOUT": str(config.number("github_actions.timeout_minutes")),
            "MAX_PARALLEL": str(config.number("github_actions.max_parallel")),
            "MATRIX": "\n".join(_entry(config, job) for job in jobs),
            "CANCEL": str(config.flag("github_actions.cancel_in_progress")).lower(),
            "CHECKOUT_OPTIONS": checkout_options(config),
            "BEFORE": preparations(config, jobs),
            "RECIPE_DIR": config.text("recipe_dir"),
            "TEST": "native" if config.test is TestPolicy.NATIVE else "emulate",
            "RETENTION": str(config.number("github_actions.artifact_retention_days")),
        },
    )
    return tree


def without_toolchain(variant: JobVariant) -> JobVariant:
    """The variant without what condax's toolchain decides."""
    values = {k: v for k, v in variant.values.items() if k not in TOOLCHAIN_KEYS}
    groups = (tuple(k for k in group if k in values) for group in variant.zip_keys)
    return replace(
        variant, values=values, zip_keys=tuple(group for group in groups if len(group) > 1)
    )


def _channels(job: Job) -> list[str]:
    """Where the dependencies of a job come from, best first."""
    listed = next(iter(job.variant.values.get("channel_sources", ())), "conda-forge")
    return [name for each in listed.split(",") if (name := each.strip())]


def _entry(config: ForgeConfig, job: Job) -> str:
    settings = settings_of(config, job)
    values: dict[str, object] = {
        "CONFIG": job.config,
        "SHORT_CONFIG": job.short_name,
        "target": get_platform(job.target).subdir,
        "channels": " ".join(f"-c {each}" for each in _channels(job)),
        "os": job.build_platform.os.value,
        "runs_on": runner_of(job).labels,
        "free_disk_space": settings.free_disk_space,
        "pagefile_size": settings.pagefile_size,
    }
    lines = "\n".join(f"{key}: {scalar(value)}" for key, value in values.items())
    return indented(lines, "          - ", "            ")
