"""`workflow_settings` as they are for one job, those of older files included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.rerender.providers import Provider
from condax.rerender.text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job

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
    """Swap space to add, in GiB; always 0 on Windows, where condax adds none."""
    resizes: bool
    """Grow the partitions of a Windows machine."""
    paths: tuple[tuple[str, str], ...]
    """Variable → folder, for those of `PATHS` that are set."""


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
    return JobSettings(
        stores=values["store_build_artifacts"] is True,
        free_disk_space=_space(values["free_disk_space"]),
        pagefile_size=swap if isinstance(swap, int) and job.build_platform.os is Os.LINUX else 0,
        resizes=windows and values["resize_partitions"] is True,
        paths=tuple((key, str(values[name])) for key, name in PATHS.items() if values[name]),
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
    found = GIBIBYTES.fullmatch(config.text(SWAP))
    is_meant = job.provider is Provider.AZURE and job.build_platform.os is Os.LINUX
    return int(found[1]) if found and is_meant else 0


def path_variables(settings: Iterable[JobSettings], line: str) -> str:
    """A line for each variable that any job sets; `line` has `{name}` where the name goes."""
    names = sorted({name for each in settings for name, _ in each.paths})
    return "".join(line.format(name=name) + "\n" for name in names)


def choco_steps(config: ForgeConfig, line: str) -> str:
    """A line for each Chocolatey package; `line` has `{name}` where its name goes."""
    return "".join(line.format(name=scalar(each)) + "\n" for each in config.texts("choco"))
