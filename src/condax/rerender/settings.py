"""`workflow_settings` as they are for one job, those of older files included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.platforms import Os, get_platform
from condax.platforms.table import WIN_64
from condax.rerender.providers import Provider
from condax.rerender.runner import runner_of
from condax.rerender.text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job

WINDOWS_VARIABLES = "azure.settings_win.variables"
OLD_PAGE_FILE = 16
"""GiB that `SET_PAGEFILE` stood for."""

SWAP = "azure.settings_linux.swapfile_size"
GIBIBYTES = re.compile(r"(\d+)GiB")
PATHS = {"MINIFORGE_HOME": "tools_install_dir", "CONDA_BLD_PATH": "build_workspace_dir"}
"""Variables of the scripts, and the settings that give them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JobSettings:
    """What one job does around its build."""

    stores: bool
    """Keep packages and logs as artifacts."""
    free_disk_space: str
    """`skip`, `quick` or `max`."""
    pagefile_size: int
    """Swap space to add, or size of a Windows machine's page file, in GiB; 0 on macOS."""
    resizes: bool
    """Grow the partitions of a Windows machine."""
    paths: tuple[tuple[str, str], ...]
    """Variable → folder, for those of `PATHS` that are not as the scripts have them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preparations:
    """What any of some jobs does before its build."""

    space: bool
    """Frees disk space."""
    swap: bool
    """Adds swap space, on Linux."""
    page_file: bool
    """Enlarges the page file, on Windows."""
    resizes: bool


def preparations_of(config: ForgeConfig, jobs: Iterable[Job]) -> Preparations:
    """What the settings of the jobs ask for before the build."""
    found = [(job.build_platform.os, settings_of(config, job)) for job in jobs]
    swapping = [system for system, settings in found if settings.pagefile_size]
    return Preparations(
        space=any(settings.free_disk_space != "skip" for _, settings in found),
        swap=Os.LINUX in swapping,
        page_file=Os.WINDOWS in swapping,
        resizes=any(settings.resizes for _, settings in found),
    )


def settings_of(config: ForgeConfig, job: Job) -> JobSettings:
    """The settings of a job; the last match of each list counts."""
    windows = job.build_platform.os is Os.WINDOWS
    values = {name: config.setting(name, job.target, job.provider) for name in SETTINGS}
    for name in ("store_build_artifacts", "free_disk_space"):
        if f"workflow_settings.{name}" not in config.file.places:
            values[name] = config.file.values.get(f"{job.provider.value}.{name}")
    if "workflow_settings.pagefile_size" not in config.file.places:
        values["pagefile_size"] = _old_swap(config, job)
    swap = values["pagefile_size"]
    takes_swap = job.build_platform.os in (Os.LINUX, Os.WINDOWS)
    return JobSettings(
        stores=values["store_build_artifacts"] is True,
        free_disk_space=_space(values["free_disk_space"]),
        pagefile_size=swap if isinstance(swap, int) and takes_swap else 0,
        resizes=windows and values["resize_partitions"] is True,
        paths=_paths(job, {key: str(values[name] or "") for key, name in PATHS.items()}),
    )


SETTINGS = (
    *("store_build_artifacts", "free_disk_space", "pagefile_size", "resize_partitions"),
    *PATHS.values(),
)


def _space(value: object) -> str:
    """`quick` for `true`, and `max` for a list with `docker`, as older files have it."""
    if value in ("quick", "max", "skip"):
        return str(value)
    if isinstance(value, tuple) and "docker" in value:
        return "max"
    return "quick" if value not in (None, False, ()) else "skip"


def _old_swap(config: ForgeConfig, job: Job) -> int:
    if job.provider is not Provider.AZURE:
        return 0
    if job.build_platform.os is Os.WINDOWS:
        is_set = config.mapping(WINDOWS_VARIABLES).get("SET_PAGEFILE")
        return OLD_PAGE_FILE if is_set else 0
    found = GIBIBYTES.fullmatch(config.text(SWAP))
    return int(found[1]) if found and job.build_platform.os is Os.LINUX else 0


def _paths(job: Job, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The folders that are set, and those of Windows jobs on a second disk where it has one."""
    paths = {key: path for key, path in given.items() if path}
    if job.build_platform.os is Os.WINDOWS:
        drive = "D:" if _has_second_disk(job) else "C:"
        tools = paths.setdefault("MINIFORGE_HOME", f"{drive}\\Miniforge")
        paths.setdefault("CONDA_BLD_PATH", f"{tools[:2] if tools[1:2] == ':' else drive}\\bld")
    return tuple(paths.items())


def _has_second_disk(job: Job) -> bool:
    """On Azure conda-smithy goes by the target, although its machines are the same."""
    if job.provider is Provider.AZURE:
        return get_platform(job.target) is WIN_64
    return runner_of(job).has_second_disk


def path_variables(settings: Iterable[JobSettings], line: str) -> str:
    """A line for each variable that any job sets; `line` has `{name}` where the name goes."""
    names = sorted({name for each in settings for name, _ in each.paths})
    return "".join(line.format(name=name) + "\n" for name in names)


def choco_steps(config: ForgeConfig, line: str) -> str:
    """A line for each Chocolatey package; `line` has `{name}` where its name goes."""
    return "".join(line.format(name=scalar(each)) + "\n" for each in config.texts("choco"))
