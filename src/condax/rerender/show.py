"""The jobs of a feedstock for people (a table) and for programs (JSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.rerender.providers import Provider
from condax.rerender.runner import runner_of
from condax.rerender.zig import FOLDER, TOOL

if TYPE_CHECKING:
    from condax.rerender.job import Job
    from condax.rerender.render import Changes, Rendered

HEAD = ("target", "build platform", "provider", "tool", "mode", "tests", "variant", "why")


def render_jobs(rendered: Rendered) -> str:
    """The table: one row for each job, and what there is to say of those that are not there."""
    rows = [HEAD, *(_row(job) for job in rendered.jobs)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = [
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines += [f"{target}: every output is skipped" for target in rendered.plan.idle]
    lines += [f"{name}: the migration is over" for name in rendered.plan.over]
    return "\n".join([*lines, count_jobs(rendered)]) + "\n"


def count_jobs(rendered: Rendered) -> str:
    """E.g. `12 jobs`."""
    count = len(rendered.jobs)
    return f"{count} job{'s' if count != 1 else ''}"


def _row(job: Job) -> tuple[str, ...]:
    variant = " ".join(f"{key}={value}" for key, value in loop_values(job).items())
    return (
        job.target,
        job.build,
        job.provider.value,
        job.tool,
        job.mode.value,
        "run" if job.runs_tests else "skip",
        variant or "-",
        job.why,
    )


def loop_values(job: Job) -> dict[str, str]:
    """What tells the job apart from the others of its target."""
    values = job.variant.values
    return {key: values[key][0] for key in job.variant.loop if key != "target_platform"}


def report_jobs(rendered: Rendered, changes: Changes) -> dict[str, object]:
    """The jobs and the files as JSON has them."""
    return {
        "jobs": [job_report(job) for job in rendered.jobs],
        "written": sorted(changes.written),
        "removed": list(changes.removed),
        "migrations_over": list(rendered.plan.over),
        "targets_without_jobs": list(rendered.plan.idle),
    }


def job_report(job: Job) -> dict[str, object]:
    """A job as JSON has it; Azure chooses the machines of its jobs."""
    is_own = job.provider is Provider.GITHUB_ACTIONS
    needs_container = job.tool != TOOL
    return {
        "name": job.name,
        "file": f"{'.ci_support' if needs_container else FOLDER}/{job.file_name}",
        "target": job.target,
        "build_platform": job.build,
        "provider": job.provider.value,
        "runner": ", ".join(runner_of(job).labels) if is_own else None,
        "tool": job.tool,
        "docker_image": (needs_container and job.docker_image) or None,
        "mode": job.mode.value,
        "runs_tests": job.runs_tests,
        "why": job.why,
        "uploads": job.uploads,
        "variant": loop_values(job),
    }
