"""What a build did: `JobState`, `JobReport`, `BuildReport`, and their JSON form."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from condax.build.transfer import error_to_json

if TYPE_CHECKING:
    from pathlib import Path

    from condax.build.model import Job, Skipped
    from condax.diagnostics import Diagnostic
    from condax.errors import CondaxError

FORMAT = 1
"""Raised when the JSON form changes in a way that readers notice."""


class JobState(str, Enum):
    """How a job ended; the values are what users read."""

    BUILT = "built"
    UP_TO_DATE = "up to date"
    """The output channel has the package already."""
    FAILED = "failed"
    BLOCKED = "not built"
    """Something that it needs failed, or is in no channel."""
    SKIPPED = "skipped"
    """The recipe says not to build it for the platform."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageTests:
    """How the tests of a package ended."""

    verdict: str
    """`passed`, `failed`, `skipped` or `no tests`."""
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class JobReport:
    """One package of a build."""

    name: str
    version: str
    """Empty for a package that was skipped, like `build`."""
    build: str
    subdir: str
    recipe: Path
    state: JobState
    reason: str = ""
    """Why it was skipped or not built."""
    seconds: float = 0.0
    processor_seconds: float = 0.0
    """What its script, its tests and all around them had of the processors, once it is built."""
    archive: Path | None = None
    """The package, or the broken one."""
    log: Path | None = None
    kept: Path | None = None
    """The folder it was built in, if that was to be kept; `enter.sh` in it is for `--debug`."""
    tests: PackageTests | None = None
    findings: tuple[Diagnostic, ...] = ()
    """Warnings of the audit; its errors are in `error`."""
    externals: tuple[str, ...] = ()
    """Build tools that came from the machine instead of a channel, with their versions."""
    error: CondaxError | None = None


def report_of(job: Job, state: JobState, **facts: Any) -> JobReport:
    """The report of a job; `facts` are the fields that are known besides."""
    return JobReport(
        name=job.name,
        version=job.version,
        build=job.build,
        subdir=job.subdir,
        recipe=job.recipe,
        state=state,
        **facts,
    )


def skipped_report(skipped: Skipped) -> JobReport:
    """The report of a package that its recipe skips."""
    return JobReport(
        name=skipped.name,
        version="",
        build="",
        subdir=skipped.platform.subdir,
        recipe=skipped.recipe,
        state=JobState.SKIPPED,
        reason=skipped.reason,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """Every package of a build: those made of wheels, then the plan's in order, then skipped."""

    jobs: tuple[JobReport, ...]
    channel: str
    """URL of the output channel."""
    seconds: float

    @property
    def error(self) -> CondaxError | None:
        """The first failure."""
        return next((job.error for job in self.jobs if job.error is not None), None)

    def to_json(self) -> dict[str, Any]:
        """What `condax build --json` writes."""
        return {
            "format": FORMAT,
            "channel": self.channel,
            "seconds": round(self.seconds, 3),
            "jobs": [_job_to_json(job) for job in self.jobs],
        }


def _job_to_json(job: JobReport) -> dict[str, Any]:
    return {
        "name": job.name,
        "version": job.version,
        "build": job.build,
        "subdir": job.subdir,
        "recipe": str(job.recipe),
        "state": job.state.value,
        "reason": job.reason,
        "seconds": round(job.seconds, 3),
        "processor_seconds": round(job.processor_seconds, 3),
        "archive": str(job.archive) if job.archive else None,
        "log": str(job.log) if job.log else None,
        "kept": str(job.kept) if job.kept else None,
        "tests": asdict(job.tests) if job.tests else None,
        "findings": [asdict(each) for each in job.findings],
        "externals": list(job.externals),
        "error": error_to_json(job.error) if job.error else None,
    }
