"""`WorkOrder`: all that a worker process is told, written to a file as JSON and read back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from condax.build.model import Job, Requirements
from condax.build.options import Engine, Keep, RunTests
from condax.build.workroom import LONGEST_FOLDER, length_of
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform

BUILDS = "bld"
"""Where rattler-build makes its folders, below its output folder."""

FILLER = "_placehold"
"""What rattler-build repeats to make a host prefix of 255 bytes, and cuts off there."""

SIGNALLED = 128
"""What a worker's status has above the number of the signal that ended its work, as in shells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrder:
    """One job with everything around it decided."""

    job: Job
    channels: tuple[str, ...]
    """Channels of the build and host environments, best first."""
    external_channel: str | None = None
    """The one of them whose packages may only be in the build environment."""
    externals: tuple[str, ...] = ()
    """What is in it, for people."""
    work: Path
    """Folder that belongs to this job alone while it runs."""
    staging: Path
    """Folder, beside the output channel, that receives the finished archive."""
    log: Path
    epoch: int
    """What every date in the package is, in seconds since 1970."""
    cpu_count: int = 1
    engine: Engine = Engine.IN_PROCESS
    keep: Keep = Keep.NOTHING
    test: RunTests = RunTests.SKIP
    untestable: str = ""
    """Why the tests cannot run, if they cannot."""
    libc_floor: str | None = None
    cache: Path
    search_path: str = ""
    """The caller's PATH, for emulators."""
    source_mirrors: tuple[str, ...] = ()
    offline: bool = False
    stage: Path | None = None
    """Folder for what staging outputs leave, shared with the other packages of the run."""

    @property
    def engine_output(self) -> Path:
        """Folder that rattler-build takes for its output channel.

        Its name makes every host prefix end alike: lld sorts strings, among them those that name
        the prefix, from their ends. With a stage, all `build_folder` are as long as each other.
        """
        folder = self.work / "out"
        missing = LONGEST_FOLDER - length_of(folder / BUILDS / self._build_name)
        if self.stage is None:
            missing %= len(FILLER)
        return folder.with_name(folder.name + "_" * missing)

    @property
    def _build_name(self) -> str:
        return f"rattler-build_{self.job.name}"

    @property
    def build_folder(self) -> Path:
        """Folder with `work`, `build_env` and the host environment.

        The library names it after the package, the program after the recipe.
        """
        parent = self.engine_output / BUILDS
        own = parent / self._build_name
        return own if own.exists() else next(parent.glob("rattler-build_*"), own)

    def to_json(self) -> str:
        """Read back by `order_from_json`."""
        document = asdict(self)
        platforms = self.job.platforms
        document["job"]["platforms"] = {
            role: getattr(platforms, role).subdir for role in ("build", "host", "target")
        }
        return json.dumps(document, default=str, indent=1)


def order_from_json(text: str) -> WorkOrder:
    """The order that `WorkOrder.to_json` wrote."""
    document = json.loads(text)
    paths = {name: Path(document[name]) for name in ("work", "staging", "log", "cache")}
    stage = Path(document["stage"]) if document["stage"] else None
    enums = {
        "engine": Engine(document["engine"]),
        "keep": Keep(document["keep"]),
        "test": RunTests(document["test"]),
    }
    tuples = {name: tuple(document[name]) for name in ("channels", "externals", "source_mirrors")}
    job = _job(document["job"])
    return WorkOrder(**{**document, **paths, **enums, **tuples, "job": job, "stage": stage})


def _job(document: Mapping[str, Any]) -> Job:
    platforms: dict[str, Platform] = {
        role: get_platform(subdir) for role, subdir in document["platforms"].items()
    }
    requirements = {name: tuple(specs) for name, specs in document["requirements"].items()}
    return Job(
        **{
            **document,
            "recipe": Path(document["recipe"]),
            "platforms": Platforms(**platforms),
            "config": {key: tuple(values) for key, values in document["config"].items()},
            "zip_keys": tuple(tuple(group) for group in document["zip_keys"]),
            "requirements": Requirements(**requirements),
        }
    )
