"""The workflow of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.rerender.job import Mode
from condax.rerender.providers import Provider
from condax.rerender.scripts import GENERATED, TEMPLATES, artifacts_folder
from condax.rerender.text import indented, scalar, secrets_block
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job

WORKFLOW = ".github/workflows/conda-build.yml"

STEPS = {Os.LINUX: "github-linux.yml", Os.MACOS: "github-osx.yml", Os.WINDOWS: "github-win.yml"}


def render_github(config: ForgeConfig, jobs: Sequence[Job]) -> dict[str, str]:
    """Path → text of the workflow and of the scripts that its settings ask for."""
    own = [job for job in jobs if job.provider is Provider.GITHUB_ACTIONS]
    if not own:
        return {}
    systems = [each for each in STEPS if any(job.build_platform.os is each for job in own)]
    matrix = "\n".join(_entry(config, job) for job in own)
    depth = config.number("clone_depth")
    workflow = fill(
        TEMPLATES / "github.yml",
        {
            "GENERATED": GENERATED,
            "TRIGGERS": triggers(config),
            "CANCEL": str(config.flag("github_actions.cancel_in_progress")).lower(),
            "TIMEOUT": str(config.number("github_actions.timeout_minutes")),
            "MAX_PARALLEL": str(config.number("github_actions.max_parallel")),
            "MATRIX": matrix,
            "CHECKOUT_OPTIONS": f"        with:\n          fetch-depth: {depth}\n"
            if depth is not None
            else "",
            "STEPS": _steps(config, own, systems).rstrip("\n"),
        },
    )
    tree = {WORKFLOW: workflow}
    values = {"GENERATED": GENERATED}
    if any(_space(config, job) != "skip" for job in own):
        name = "free_disk_space.sh"
        tree[f".scripts/{name}"] = fill(TEMPLATES / name, values)
    if any(_swap(config, job) for job in own):
        name = "create_pagefile.sh"
        tree[f".scripts/{name}"] = fill(TEMPLATES / name, values)
    return tree


def _steps(config: ForgeConfig, jobs: Sequence[Job], systems: Sequence[Os]) -> str:
    secrets = secrets_block(config.secrets, "          {name}: ${{{{ secrets.{name} }}}}")
    values: Mapping[str, str] = {
        "SECRETS": secrets,
        "UPLOAD_ON_BRANCH": config.text("upload_on_branch"),
        "RETENTION": str(config.number("github_actions.artifact_retention_days")),
    }
    names = []
    if any(_space(config, job) != "skip" for job in jobs):
        names.append("github-space.yml")
    if any(_swap(config, job) for job in jobs):
        names.append("github-swap.yml")
    names += [STEPS[system] for system in systems]
    if any(_stores(config, job) for job in jobs):
        names.append("github-artifacts.yml")
    return "".join(fill(TEMPLATES / name, values) for name in names)


def triggers(config: ForgeConfig) -> str:
    """The `on:` block of a workflow."""
    events = config.texts("github_actions.triggers") or ("push", "pull_request")
    return "".join(f"  {event}:\n" for event in events)


def _entry(config: ForgeConfig, job: Job) -> str:
    values: dict[str, object] = {
        "CONFIG": job.config,
        "SHORT_CONFIG": job.short_name,
        "NAME": job.name,
        "UPLOAD_PACKAGES": str(job.uploads),
        "STORE_BUILD_ARTIFACTS": _stores(config, job),
        "os": job.build_platform.os.value,
        "runs_on": _labels(job),
        "emulator": job.mode is not Mode.NATIVE,
        "DOCKER_IMAGE": job.docker_image,
        "free_disk_space": _space(config, job),
        "pagefile_size": _swap(config, job),
        "artifacts": artifacts_folder(job),
    }
    lines = "\n".join(f"{key}: {scalar(value)}" for key, value in values.items())
    return indented(lines, "          - ", "            ")


def _labels(job: Job) -> tuple[str, ...]:
    """Labels of the runner; `github_actions_labels` of the variant win."""
    given = job.variant.values.get("github_actions_labels", ())
    return tuple(label for value in given for label in value.split(",")) or (job.runner,)


def _stores(config: ForgeConfig, job: Job) -> bool:
    return config.setting("store_build_artifacts", job.target, job.provider) is True


def _space(config: ForgeConfig, job: Job) -> str:
    value = config.setting("free_disk_space", job.target, job.provider)
    return str(value) if value in ("quick", "max") else "skip"


def _swap(config: ForgeConfig, job: Job) -> int:
    value = config.setting("pagefile_size", job.target, job.provider)
    return value if isinstance(value, int) and job.build_platform.os is Os.LINUX else 0
