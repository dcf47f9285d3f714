"""Scripts that prepare a machine before the build, as `workflow_settings` ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.rerender.scripts import GENERATED, TEMPLATES
from condax.rerender.settings import preparations_of
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job


def render_helpers(config: ForgeConfig, jobs: Iterable[Job]) -> dict[str, str]:
    """Path → text of the scripts that the settings of any job ask for."""
    found = preparations_of(config, jobs)
    wanted = {
        "free_disk_space.sh": found.space,
        "create_pagefile.sh": found.swap,
        "create_pagefile.ps1": found.page_file,
    }
    return {
        f".scripts/{name}": fill(TEMPLATES / name, {"GENERATED": GENERATED})
        for name, is_wanted in wanted.items()
        if is_wanted
    }
