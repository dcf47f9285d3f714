from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.build.events import Ended, Event, Step, ignore
from condax.build.model import Job, Plan
from condax.build.options import BuildOptions
from condax.build.report import JobReport, JobState
from condax.build.schedule import longest_chains_first, run_jobs
from condax.errors import CondaxError, ToolFailedError
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

PLATFORM = get_platform("linux-aarch64")


def job(name: str) -> Job:
    return Job(
        recipe=Path("recipe.yaml"),
        name=name,
        version="1",
        build="0",
        platforms=Platforms(build=PLATFORM, host=PLATFORM, target=PLATFORM),
        variant={},
        config={},
    )


def key(name: str) -> str:
    return f"linux-aarch64/{name}-1-0"


def plan(**needs: str) -> Plan:
    """`a="bc"` says that `a` needs `b` and `c`; the order is that of the arguments."""
    return Plan(
        jobs=tuple(job(name) for name in needs),
        needs={key(name): frozenset(map(key, each)) for name, each in needs.items()},
        untestable={},
    )


class Builder:
    """Builds by doing what `actions` says for a name."""

    def __init__(self, **actions: Callable[[], object]) -> None:
        self.actions = actions
        self.started: list[str] = []
        self.stopped = threading.Event()

    def build(self, job: Job, on_step: Callable[[str], None]) -> JobReport:
        self.started.append(job.name)
        on_step("working")
        self.actions.get(job.name, int)()
        return report(job, JobState.BUILT)

    def failed(self, job: Job, error: CondaxError, seconds: float) -> JobReport:
        return replace(report(job, JobState.FAILED), error=error, seconds=seconds)

    def stop(self) -> None:
        self.stopped.set()


def report(job: Job, state: JobState) -> JobReport:
    return JobReport(
        name=job.name,
        version="1",
        build="0",
        subdir="linux-aarch64",
        recipe=job.recipe,
        state=state,
    )


def fail() -> None:
    raise ToolFailedError("no", hint="none")


def test_needs_are_built_first_and_a_failure_stops_only_its_users() -> None:
    builder = Builder(b=fail)
    reports = run_jobs(
        plan(a="", b="a", c="b", d="c", e="a"), {}, builder, limit=1, on_event=ignore
    )
    assert builder.started == ["a", "b", "e"]
    assert {each.name: each.state.value for each in reports.values()} == {
        "a": "built",
        "b": "failed",
        "c": "not built",
        "d": "not built",
        "e": "built",
    }
    assert reports[key("d")].reason == f"needs {key('c')}"


def test_what_is_done_already_is_not_built() -> None:
    builder = Builder()
    done = {key("a"): report(job("a"), JobState.UP_TO_DATE)}
    run_jobs(plan(a="", b="a"), done, builder, limit=1, on_event=ignore)
    assert builder.started == ["b"]


def test_independent_jobs_run_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=10)
    builder = Builder(a=meeting.wait, b=meeting.wait)
    reports = run_jobs(plan(a="", b=""), {}, builder, limit=2, on_event=ignore)
    assert {each.state for each in reports.values()} == {JobState.BUILT}


@pytest.mark.parametrize(
    ("needs", "order"),
    [
        ({"a": "", "b": "", "c": "", "d": "b", "e": "c", "f": "e"}, "cebfda"),
        ({"a": "", "q": "", "p": "aq", "c": "q", "n": "pc"}, "qapcn"),
        ({"a": "", "b": "", "c": "a", "d": "ab"}, "abdc"),
    ],
    ids=["length", "users", "needs"],
)
def test_what_the_longest_chain_begins_with_is_started_first(
    needs: dict[str, str], order: str
) -> None:
    builder = Builder()
    run_jobs(plan(**needs), {}, builder, limit=1, on_event=ignore)
    assert builder.started == list(order)


def test_chains_are_of_what_is_left_to_do() -> None:
    whole = plan(a="", b="a", c="b", d="", e="d")
    assert [job.name for job in longest_chains_first(whole)] == list("abdce")
    left = longest_chains_first(whole, {key("b"), key("c")})
    assert [job.name for job in left] == list("dea")


def test_no_more_jobs_run_than_allowed() -> None:
    running: list[int] = []
    most = []

    def work() -> None:
        running.append(1)
        most.append(len(running))
        running.pop()

    builder = Builder(**dict.fromkeys("abcd", work))
    run_jobs(plan(a="", b="", c="", d=""), {}, builder, limit=1, on_event=ignore)
    assert max(most) == 1


@pytest.mark.parametrize(
    ("cpus", "jobs", "told"), [(2, 1, 2), (2, 2, 2), (2, 5, 1), (8, 2, 8), (64, 16, 8)]
)
def test_scripts_are_told_of_twice_their_share(cpus: int, jobs: int, told: int) -> None:
    options = BuildOptions(
        recipes=(Path("recipe"),),
        targets=(get_platform("linux-aarch64"),),
        build_platform=get_platform("linux-64"),
        cache_dir=Path("cache"),
        cpu_count=cpus,
        jobs=jobs,
    )
    assert options.cpus_per_job == told


def test_events_come_in_the_thread_that_waits() -> None:
    events: list[tuple[int, Event]] = []
    run_jobs(
        plan(a=""),
        {},
        Builder(),
        limit=1,
        on_event=lambda event: events.append((threading.get_ident(), event)),
    )
    assert [type(event) for _, event in events] == [Step, Ended]
    assert {thread for thread, _ in events} == {threading.get_ident()}


def test_an_interrupt_stops_what_runs_and_is_raised() -> None:
    builder = Builder()
    builder.actions = {"a": lambda: builder.stopped.wait(10)}

    def interrupt(event: Event) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_jobs(plan(a="", b=""), {}, builder, limit=1, on_event=interrupt)
    assert builder.started == ["a"]


def test_a_bug_in_a_job_is_raised_after_the_others_are_stopped() -> None:
    builder = Builder()

    def bug() -> None:
        raise ZeroDivisionError

    builder.actions = {"a": bug, "b": lambda: builder.stopped.wait(10)}
    with pytest.raises(ZeroDivisionError):
        run_jobs(plan(a="", b=""), {}, builder, limit=2, on_event=ignore)
    assert builder.stopped.is_set()
