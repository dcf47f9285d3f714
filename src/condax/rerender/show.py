"""The jobs of a feedstock for people (rows of a table) and for programs (JSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.rerender.providers import Provider
from condax.rerender.runner import runner_of

if TYPE_CHECKING:
    from condax.rerender.job import Job
    from condax.rerender.plan import JobPlan

HEAD = ("target", "build platform", "provider", "mode", "tests", "variant", "why")


def job_rows(plan: JobPlan) -> list[tuple[str, ...]]:
    """The head and one row for each job."""
    return [HEAD, *(_row(job) for job in plan.jobs)]


def _row(job: Job) -> tuple[str, ...]:
    variant = " ".join(f"{key}={value}" for key, value in loop_values(job).items())
    return (
        job.target,
        job.build,
        job.provider.value,
        job.mode.value,
        "run" if job.runs_tests else "skip",
        variant or "-",
        job.why,
    )


def loop_values(job: Job) -> dict[str, str]:
    """What tells the job apart from the others of its target."""
    values = job.variant.values
    return {key: values[key][0] for key in job.variant.loop if key != "target_platform"}


def job_report(job: Job) -> dict[str, object]:
    """A job as JSON has it; Azure chooses the machines of its jobs."""
    is_own = job.provider is Provider.GITHUB_ACTIONS
    return {
        "name": job.name,
        "file": f".ci_support/{job.file_name}",
        "target": job.target,
        "build_platform": job.build,
        "provider": job.provider.value,
        "runner": ", ".join(runner_of(job).labels) if is_own else None,
        "docker_image": job.docker_image or None,
        "mode": job.mode.value,
        "runs_tests": job.runs_tests,
        "why": job.why,
        "uploads": job.uploads,
        "variant": loop_values(job),
    }
