"""Jobs in dependency order, some at the same time; a failure stops only what needs it."""

from __future__ import annotations

import queue
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from condax.build.events import Ended, Step
from condax.build.report import JobReport, JobState, report_of
from condax.errors import CondaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from concurrent.futures import Future

    from condax.build.events import OnEvent
    from condax.build.model import Job, Plan

FAILURES = (JobState.FAILED, JobState.BLOCKED)


class Builder(Protocol):
    """Builds one job; called in threads."""

    def build(self, job: Job, on_step: Callable[[str], None]) -> JobReport:
        """Do it; a `CondaxError` fails the job, anything else the whole build."""

    def failed(self, job: Job, error: CondaxError, seconds: float) -> JobReport:
        """The report for a job that `build` raised for."""

    def stop(self) -> None:
        """End all that runs, at once; `build` then returns or raises."""


Message = tuple["Job", "Step | Future[JobReport]"]


def run_jobs(
    plan: Plan,
    done: Mapping[str, JobReport],
    builder: Builder,
    *,
    limit: int,
    on_event: OnEvent,
) -> dict[str, JobReport]:
    """Report of every job by key; those in `done` are not built.

    On Ctrl-C, and on an exception that is no `CondaxError`, what runs is ended first.
    """
    reports = dict(done)
    waiting = longest_chains_first(plan, reports.keys())
    messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
    running: set[str] = set()
    with ThreadPoolExecutor(limit) as pool:
        try:
            while waiting or running:
                waiting = _settle_blocked(waiting, plan, reports, on_event)
                for job in _ready(waiting, plan, reports)[: limit - len(running)]:
                    waiting.remove(job)
                    running.add(job.key)
                    _start(pool, builder, job, messages)
                if running:
                    job, message = messages.get()
                    if isinstance(message, Step):
                        on_event(message)
                        continue
                    running.remove(job.key)
                    reports[job.key] = message.result()
                    on_event(Ended(job=job, report=reports[job.key]))
        except BaseException:
            builder.stop()
            raise
    return reports


def longest_chains_first(plan: Plan, done: Collection[str] = ()) -> list[Job]:
    """The jobs in dependency order, those first that most others wait for one after the other.

    Of chains of the same length those come first that more jobs wait for. Of equals those that need
    the most: what needs little can fill a gap at any time. Jobs that are `done` are left out, and
    wait for nothing.
    """
    jobs = [job for job in plan.jobs if job.key not in done]
    length: dict[str, int] = {}
    users: dict[str, set[str]] = {job.key: set() for job in jobs}
    needs: dict[str, set[str]] = {}
    for job in jobs:
        direct = {*plan.needs[job.key]} & users.keys()
        needs[job.key] = direct.union(*(needs[key] for key in direct))
    for job in reversed(jobs):
        behind = length.setdefault(job.key, 0) + 1
        for need in plan.needs[job.key] & users.keys():
            length[need] = max(length.get(need, 0), behind)
            users[need] |= {job.key, *users[job.key]}
    return sorted(
        jobs, key=lambda job: (-length[job.key], -len(users[job.key]), -len(needs[job.key]))
    )


def _start(
    pool: ThreadPoolExecutor,
    builder: Builder,
    job: Job,
    messages: queue.SimpleQueue[Message],
) -> None:
    def tell(step: str) -> None:
        messages.put((job, Step(job=job, step=step)))

    def work() -> JobReport:
        start = time.monotonic()
        try:
            return builder.build(job, tell)
        except CondaxError as e:
            return builder.failed(job, e, time.monotonic() - start)

    pool.submit(work).add_done_callback(lambda future: messages.put((job, future)))


def _ready(waiting: Sequence[Job], plan: Plan, reports: Mapping[str, JobReport]) -> list[Job]:
    return [job for job in waiting if plan.needs[job.key] <= reports.keys()]


def _settle_blocked(
    waiting: Sequence[Job], plan: Plan, reports: dict[str, JobReport], on_event: OnEvent
) -> list[Job]:
    """Report the jobs whose needs failed; `waiting` is in dependency order. Returns the rest."""
    rest = []
    for job in waiting:
        broken = sorted(
            need for need in plan.needs[job.key] if need in reports and _is_failure(reports[need])
        )
        if not broken:
            rest.append(job)
            continue
        reports[job.key] = blocked(job, broken[0])
        on_event(Ended(job=job, report=reports[job.key]))
    return rest


def blocked(job: Job, need: str) -> JobReport:
    """The report of a job that needs a failed one."""
    return report_of(job, JobState.BLOCKED, reason=f"needs {need}")


def _is_failure(report: JobReport) -> bool:
    return report.state in FAILURES
