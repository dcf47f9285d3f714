"""Which recipes of a folder cannot be built without a channel, found out before anything is built.

Without `-c`, condax builds what the recipes and the machine have. Whoever names a folder means what
can be built so: a recipe in it whose host environment needs more is reported and left out. One that
is named itself, or built with channels, fails like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.build.channels import Offers
from condax.build.discover import named_recipes
from condax.build.model import spec_names
from condax.build.report import JobReport, JobState, report_of
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.build.model import Job, Plan
    from condax.build.options import BuildOptions
    from condax.build.wheels import WheelPackages


def unavailable(
    plan: Plan, pending: Sequence[Job], options: BuildOptions, url: str, wheels: WheelPackages
) -> dict[str, JobReport]:
    """Key of each job that is left out → its report; `url` is the output channel's."""
    if options.channels:
        return {}
    named = named_recipes(options.recipes)
    offers = Offers((url,))
    made = {(job.name, job.subdir) for job in plan.jobs}
    reports = {}
    for job in pending:
        known = made | wheels.made_for(job)
        missing = () if job.recipe in named else _missing_in_host(job, known, offers)
        if missing:
            reports[job.key] = report_of(
                job,
                JobState.BLOCKED,
                reason=f"its host environment needs {', '.join(map(repr, missing))}, which only a"
                " channel can have: add one, such as -c conda-forge",
            )
    return reports


def _missing_in_host(job: Job, made: set[tuple[str, str]], offers: Offers) -> tuple[str, ...]:
    host = job.platforms.host
    own = {name for name, subdir in made if subdir in {host.subdir, NOARCH.subdir}}
    return offers.missing(set(spec_names(job.requirements.host)) - own, host)
