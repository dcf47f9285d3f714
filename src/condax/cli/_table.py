"""The table at the end of a build: every package and how it ended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from condax.build.report import JobState
from condax.report.text import wants_color

if TYPE_CHECKING:
    from condax.build.report import BuildReport, JobReport

__all__ = ["render", "wants_color"]

HEAD = ("package", "version", "build", "platform", "state", "tests", "time")

COLORS = {
    JobState.BUILT: "32",
    JobState.UP_TO_DATE: "2",
    JobState.FAILED: "31",
    JobState.BLOCKED: "33",
    JobState.SKIPPED: "2",
}
"""SGR parameters of ECMA-48."""


def render(report: BuildReport, *, color: bool = False) -> str:
    """One line per package, then why things are as they are, then a summary."""
    rows = [HEAD, *(_row(job) for job in report.jobs)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    states = [None, *(job.state for job in report.jobs)]
    lines = [
        _line(row, widths, COLORS.get(state) if color and state else None)
        for row, state in zip(rows, states, strict=True)
    ]
    notes = [note for job in report.jobs for note in _notes(job)]
    return "".join(f"{line}\n" for line in [*lines, *dict.fromkeys(notes), _summary(report)])


def _row(job: JobReport) -> tuple[str, ...]:
    seconds = f"{job.seconds:.1f} s" if job.seconds else ""
    tests = job.tests.verdict if job.tests else ""
    return (job.name, job.version, job.build, job.subdir, job.state.value, tests, seconds)


def _line(row: tuple[str, ...], widths: list[int], sgr: str | None) -> str:
    cells = [f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)]
    if sgr:
        cells[4] = f"\x1b[{sgr}m{cells[4]}\x1b[0m"
    return "  ".join(cells).rstrip()


def _notes(job: JobReport) -> list[str]:
    notes = []
    where = f"{job.name} ({job.subdir})"
    if job.reason:
        notes.append(f"{where}: {job.reason}")
    if job.tests and job.tests.reason and job.state is JobState.BUILT:
        hint = f" ({job.tests.hint})" if job.tests.hint else ""
        notes.append(f"{where}: tests {job.tests.verdict}: {job.tests.reason}{hint}")
    if job.externals:
        notes.append(f"{where}: tools of this machine: {', '.join(job.externals)}")
    notes += [
        f"{where}: {each.severity.value}[{each.code}] {each.path}: {each.message}"
        for each in job.findings
    ]
    if job.state is JobState.FAILED and job.archive:
        notes.append(f"{where}: the broken package is {job.archive}")
    if job.kept:
        notes.append(f"{where}: build folder kept: {job.kept}")
    return notes


def _summary(report: BuildReport) -> str:
    counts = Counter(job.state for job in report.jobs)
    parts = [f"{counts[state]} {state.value}" for state in JobState if counts[state]]
    return f"{', '.join(parts) or 'nothing to build'} in {report.seconds:.1f} s: {report.channel}"
