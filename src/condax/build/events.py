"""What a build reports while it runs, in the thread that called `build` (all but `Preparing`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.build.model import Job
    from condax.build.report import JobReport


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """The plan is made: these jobs will be built, in about this order."""

    jobs: tuple[Job, ...]
    up_to_date: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Preparing:
    """Something has to be there first, e.g. the toolchain; may come from any thread."""

    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A job begins its next step."""

    job: Job
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """A job is over, one way or the other."""

    job: Job
    report: JobReport


Event = Planned | Preparing | Step | Ended

OnEvent = Callable[[Event], None]


def ignore(event: Event) -> None:
    """For callers that only want the report."""
    del event
