"""Feedstocks: what `conda-forge.yml`, the recipe and the pinning give, as files.

```python
from pathlib import Path
from condax.rerender import apply_changes, load_pinning, rerender

rendered, changes = rerender(Path("xz-feedstock"), load_pinning(Path("pinning.yaml")))
print(changes.diff())
apply_changes(Path("xz-feedstock"), changes)
```
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from condax.platforms import Platform
    from condax.rerender.config import ForgeConfig, parse_forge_config
    from condax.rerender.consistency import check_consistency
    from condax.rerender.cross import describe_cross, enable_cross
    from condax.rerender.feedstock import (
        Feedstock,
        load_feedstock,
        load_forge_config,
        read_forge_file,
    )
    from condax.rerender.job import Job, Mode
    from condax.rerender.pinning import find_pinning, load_pinning
    from condax.rerender.plan import JobPlan, Pinning, plan_jobs
    from condax.rerender.project import ProjectCi, parse_runner, render_project_ci
    from condax.rerender.render import (
        Changes,
        Rendered,
        apply_changes,
        compare,
        is_removable,
        render_feedstock,
        rerender,
    )
    from condax.rerender.show import count_jobs, job_report, render_jobs, report_jobs

__all__ = [
    "Changes",
    "Feedstock",
    "ForgeConfig",
    "Job",
    "JobPlan",
    "Mode",
    "Pinning",
    "ProjectCi",
    "Rendered",
    "apply_changes",
    "check_consistency",
    "compare",
    "count_jobs",
    "describe_cross",
    "enable_cross",
    "find_pinning",
    "is_removable",
    "job_report",
    "load_feedstock",
    "load_forge_config",
    "load_pinning",
    "parse_forge_config",
    "parse_runner",
    "plan_jobs",
    "read_forge_file",
    "render_feedstock",
    "render_jobs",
    "render_project_ci",
    "report_jobs",
    "rerender",
]


_HOMES = {
    "config": ("ForgeConfig", "parse_forge_config"),
    "consistency": ("check_consistency",),
    "cross": ("describe_cross", "enable_cross"),
    "feedstock": ("Feedstock", "load_feedstock", "load_forge_config", "read_forge_file"),
    "job": ("Job", "Mode"),
    "pinning": ("find_pinning", "load_pinning"),
    "plan": ("JobPlan", "Pinning", "plan_jobs"),
    "project": ("ProjectCi", "parse_runner", "render_project_ci"),
    "render": (
        *("Changes", "Rendered", "apply_changes", "compare", "is_removable"),
        *("render_feedstock", "rerender"),
    ),
    "show": ("count_jobs", "job_report", "render_jobs", "report_jobs"),
}
"""What a linter needs of `conda-forge.yml` shall not cost it everything that renders CI files."""


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _CallablePackage(types.ModuleType):
    """`from condax import rerender` finds this package, and users mean the function."""

    def __call__(
        self,
        folder: Path,
        pinning: Pinning,
        *,
        with_zig: bool | None = None,
        cross: Sequence[Platform] = (),
        corrected: Mapping[str, str] | None = None,
    ) -> tuple[Rendered, Changes]:
        """Call `condax.rerender.render.rerender`."""
        from condax.rerender.render import rerender

        return rerender(folder, pinning, with_zig=with_zig, cross=cross, corrected=corrected)


sys.modules[__name__].__class__ = _CallablePackage
