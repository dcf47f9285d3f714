"""Building recipes into a channel, in dependency order and several at a time.

```python
from condax.build import BuildOptions, build

report = build(BuildOptions(recipes=(path,), targets=(target,), ...), env=os.environ)
```
"""

from __future__ import annotations

from condax.build.events import Ended, Event, OnEvent, Planned, Preparing, Step
from condax.build.model import Job, Plan, Requirements, Skipped
from condax.build.options import BuildOptions, Engine, Keep, RunTests
from condax.build.report import BuildReport, JobReport, JobState, PackageTests
from condax.build.session import build
from condax.build.toolchain_source import NoToolchain, ToolchainSource, ZigToolchain

__all__ = [
    "BuildOptions",
    "BuildReport",
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
