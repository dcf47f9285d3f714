"""Building recipes into a channel, in dependency order and several at a time.

```python
from condax.build import BuildOptions, build

report = build(BuildOptions(recipes=(path,), targets=(target,), ...), env=os.environ)
```
"""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

from condax.build.events import Ended, Event, OnEvent, Planned, Preparing, Step, ignore
from condax.build.model import Job, Plan, Requirements, Skipped
from condax.build.options import BuildOptions, CxxRuntime, Engine, Keep, RunTests
from condax.build.report import BuildReport, JobReport, JobState, PackageTests
from condax.build.session import build
from condax.build.toolchain_source import NoToolchain, ToolchainSource, ZigToolchain

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BuildOptions",
    "BuildReport",
    "CxxRuntime",
    "Ended",
    "Engine",
    "Event",
    "Job",
    "JobReport",
    "JobState",
    "Keep",
    "NoToolchain",
    "OnEvent",
    "PackageTests",
    "Plan",
    "Planned",
    "Preparing",
    "Requirements",
    "RunTests",
    "Skipped",
    "Step",
    "ToolchainSource",
    "ZigToolchain",
    "build",
]


class _CallablePackage(types.ModuleType):
    """`from condax import build` finds this package, and users mean the function."""

    def __call__(
        self,
        options: BuildOptions,
        *,
        env: Mapping[str, str],
        toolchain: ToolchainSource | None = None,
        on_event: OnEvent = ignore,
    ) -> BuildReport:
        """Call `condax.build.build`."""
        return build(options, env=env, toolchain=toolchain, on_event=on_event)


sys.modules[__name__].__class__ = _CallablePackage
