"""Scripts that prepare a machine before the build, as `workflow_settings` ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.rerender.scripts import GENERATED, TEMPLATES
from condax.rerender.settings import settings_of
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job


def render_helpers(config: ForgeConfig, jobs: Iterable[Job]) -> dict[str, str]:
    """Path → text of the scripts that the settings of any job ask for."""
    found = [(job.build_platform.os, settings_of(config, job)) for job in jobs]
    swapping = [system for system, settings in found if settings.pagefile_size]
    wanted = {
        "free_disk_space.sh": any(settings.free_disk_space != "skip" for _, settings in found),
        "create_pagefile.sh": Os.LINUX in swapping,
        "create_pagefile.ps1": Os.WINDOWS in swapping,
    }
    return {
        f".scripts/{name}": fill(TEMPLATES / name, {"GENERATED": GENERATED})
        for name, is_wanted in wanted.items()
        if is_wanted
    }
