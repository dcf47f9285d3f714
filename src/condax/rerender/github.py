"""The workflow of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.rerender.job import Mode
from condax.rerender.providers import Provider
from condax.rerender.runner import runner_of
from condax.rerender.scripts import GENERATED, TEMPLATES, artifacts_folder
from condax.rerender.settings import choco_steps, path_variables, preparations_of, settings_of
from condax.rerender.text import indented, scalar, secrets_block
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job

WORKFLOW = ".github/workflows/conda-build.yml"

GPUS = "--gpus all"
"""What lets a container use the graphics processors of its machine."""

DOCKER_ARGUMENTS = "          CONDA_FORGE_DOCKER_RUN_ARGS: ${{ matrix.docker_run_args }}\n"

STEPS = {Os.LINUX: "github-linux.yml", Os.MACOS: "github-osx.yml", Os.WINDOWS: "github-win.yml"}


def render_github(config: ForgeConfig, jobs: Sequence[Job]) -> dict[str, str]:
    """Path → text of the workflow."""
    own = [job for job in jobs if job.provider is Provider.GITHUB_ACTIONS]
    if not own:
        return {}
    systems = [each for each in STEPS if any(job.build_platform.os is each for job in own)]
    matrix = "\n".join(_entry(config, job) for job in own)
    workflow = fill(
        TEMPLATES / "github.yml",
        {
            "GENERATED": GENERATED,
            "TRIGGERS": triggers(config),
            "CANCEL": str(config.flag("github_actions.cancel_in_progress")).lower(),
            "TIMEOUT": str(config.number("github_actions.timeout_minutes")),
            "MAX_PARALLEL": str(config.number("github_actions.max_parallel")),
            "MATRIX": matrix,
            "CHECKOUT_OPTIONS": checkout_options(config),
            "BEFORE": preparations(config, own),
            "STEPS": _steps(config, own, systems).rstrip("\n"),
        },
    )
    return {WORKFLOW: workflow}


def checkout_options(config: ForgeConfig) -> str:
    """What `clone_depth` asks of the checkout."""
    depth = config.number("clone_depth")
    return "" if depth is None else f"        with:\n          fetch-depth: {depth}\n"


def preparations(config: ForgeConfig, jobs: Sequence[Job]) -> str:
    """The steps before the build that the settings of any job ask for."""
    found = preparations_of(config, jobs)
    wanted = {
        "github-space.yml": found.space,
        "github-swap.yml": found.swap,
        "github-pagefile.yml": found.page_file,
        "github-resize.yml": found.resizes,
    }
    return "".join(fill(TEMPLATES / name, {}) for name, is_wanted in wanted.items() if is_wanted)


def _steps(config: ForgeConfig, jobs: Sequence[Job], systems: Sequence[Os]) -> str:
    secrets = secrets_block(config.secrets, "          {name}: ${{{{ secrets.{name} }}}}")
    values: Mapping[str, str] = {
        "SECRETS": secrets,
        "UPLOAD_ON_BRANCH": config.text("upload_on_branch"),
        "PATHS": path_variables(
            [settings_of(config, job) for job in jobs], "          {name}: ${{{{ matrix.{name} }}}}"
        ),
        "GPUS": DOCKER_ARGUMENTS if any(runner_of(job).has_gpu for job in jobs) else "",
        "CHOCO": choco_steps(config, "          choco install {name} -y").rstrip("\n"),
        "RETENTION": str(config.number("github_actions.artifact_retention_days")),
    }
    found = [settings_of(config, job) for job in jobs]
    wanted = {
        "github-choco.yml": bool(config.texts("choco")) and Os.WINDOWS in systems,
        **{STEPS[system]: True for system in systems},
        "github-artifacts.yml": any(each.stores for each in found),
    }
    return "".join(
        fill(TEMPLATES / name, values) for name, is_wanted in wanted.items() if is_wanted
    )


def triggers(config: ForgeConfig) -> str:
    """The `on:` block of a workflow."""
    events = config.texts("github_actions.triggers") or ("push", "pull_request")
    branch = config.text("upload_on_branch")
    return "".join(
        f"  {event}:\n    branches: [{scalar(branch)}]\n"
        if event == "push" and branch
        else f"  {event}:\n"
        for event in events
    )


def _entry(config: ForgeConfig, job: Job) -> str:
    settings, runner = settings_of(config, job), runner_of(job)
    values: dict[str, object] = {
        "CONFIG": job.config,
        "SHORT_CONFIG": job.short_name,
        "NAME": job.name,
        "UPLOAD_PACKAGES": str(job.uploads),
        "STORE_BUILD_ARTIFACTS": settings.stores,
        "os": job.build_platform.os.value,
        "runs_on": runner.labels,
        "emulator": job.mode is not Mode.NATIVE,
        "DOCKER_IMAGE": job.docker_image,
        "free_disk_space": settings.free_disk_space,
        "pagefile_size": settings.pagefile_size,
        "artifacts": dict(settings.paths).get("CONDA_BLD_PATH", artifacts_folder(job)),
        **dict(settings.paths),
    }
    if settings.resizes:
        values["resize_partitions"] = True
    if runner.has_gpu and job.build_platform.os is Os.LINUX:
        values["docker_run_args"] = GPUS
    if job.build_platform.os is Os.WINDOWS:
        values["build_platform"] = job.build_platform.subdir
    lines = "\n".join(f"{key}: {scalar(value)}" for key, value in values.items())
    return indented(lines, "          - ", "            ")
