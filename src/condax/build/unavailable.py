"""Which recipes cannot be built for want of a package, found out before anything is built.

What environments need is followed through the run requirements and run-exports of what the recipes
make; what a channel has is taken to be complete. Without `-c`, condax builds what the recipes and
the machine have, and whoever names a folder means what can be built so: a recipe in it that needs
more is reported and left out. One that is named itself, or built with channels, fails.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.build.channels import Offers
from condax.build.discover import named_recipes
from condax.build.model import spec_name, spec_names
from condax.build.options import CxxRuntime
from condax.build.plan import Producers, installed, run_names
from condax.build.report import JobReport, JobState, report_of
from condax.build.testable import too_new_tests, unwanted_tests
from condax.build.toolchain_source import toolchain_packages
from condax.errors import ToolNotFoundError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from condax.build.model import Job, Plan
    from condax.build.options import BuildOptions
    from condax.build.toolchain_source import ToolchainSource
    from condax.build.wheels import WheelPackages
    from condax.emulation import Emulation
    from condax.platforms import Platform

HOST, TESTS = "host environment", "tests"


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What the environments of a run can be made of."""

    plan: Plan
    options: BuildOptions
    env: Mapping[str, str]
    channels: tuple[str, ...]
    """The output channel, and those of the options."""
    wheels: WheelPackages
    toolchain: ToolchainSource

    def refused(self, pending: Sequence[Job]) -> dict[str, JobReport]:
        """Key of each of the jobs that lacks something → its report."""
        wanted = {job.key: self._wanted(job) for job in pending}
        self._ask(pending, wanted)
        named = named_recipes(self.options.recipes)
        reports = {}
        for job in pending:
            for environment, names in wanted[job.key].items():
                missing = self._missing(job, names)
                if missing and job.key not in reports:
                    is_meant = job.recipe in named or bool(self.options.channels)
                    lack = _Lack(
                        job=job,
                        environment=environment,
                        names=names,
                        missing=missing,
                        is_elsewhere=self._is_elsewhere(job, missing),
                    )
                    reports[job.key] = lack.failed(self.channels) if is_meant else lack.left_out()
        return reports

    @functools.cached_property
    def _offers(self) -> Offers:
        return Offers(self.channels)

    @functools.cached_property
    def _producers(self) -> Producers:
        return Producers(self.plan.jobs)

    @functools.cached_property
    def _made(self) -> set[tuple[str, str]]:
        jobs = self.plan.jobs
        own = {(job.name, job.subdir) for job in jobs}
        return own | toolchain_packages(jobs, self.toolchain, self.options.build_platform)

    def _wanted(self, job: Job) -> dict[str, dict[str, str]]:
        """Environment → every package in it, and which other one asks for it."""
        needs, host = job.requirements, job.platforms.host
        found = {HOST: installed(spec_names(needs.host), host, self._producers)}
        if self._is_tested(job):
            own = run_names(job, self._producers, frozenset.intersection)
            names = sorted(own.union(spec_names(needs.test)))
            found[TESTS] = installed(names, host, self._producers)
        return found

    def _is_tested(self, job: Job) -> bool:
        untestable = self.plan.untestable.get(job.key, "")
        if not job.is_tested or unwanted_tests(job, self.options.test, untestable):
            return False
        emulation = self._emulation(job.platforms.target, job.platforms.build)
        floor = job.libc_floor(self.options.glibc)
        return emulation.is_available and too_new_tests(floor, emulation) is None

    def _emulation(self, target: Platform, machine: Platform) -> Emulation:
        if target.subdir not in self._emulations:
            from condax.emulation import find_emulation

            self._emulations[target.subdir] = find_emulation(target, machine, env=self.env)
        return self._emulations[target.subdir]

    @functools.cached_property
    def _emulations(self) -> dict[str, Emulation]:
        return {}

    def _ask(self, jobs: Sequence[Job], wanted: Mapping[str, dict[str, dict[str, str]]]) -> None:
        """Put one question to the channels for all jobs of a platform: each may take seconds."""
        names: dict[Platform, set[str]] = {}
        for job in jobs:
            asked = names.setdefault(job.platforms.host, set())
            for found in wanted[job.key].values():
                asked |= found.keys() - self._known(job)
        for platform, asked in names.items():
            self._offers.missing(asked, platform)

    def _missing(self, job: Job, names: Iterable[str]) -> tuple[str, ...]:
        return self._offers.missing(set(names) - self._known(job), job.platforms.host)

    def _is_elsewhere(self, job: Job, missing: Iterable[str]) -> bool:
        """Whether the recipes make all of it, but for platforms that are no help."""
        made = {name for name, _ in self._made}
        return made.issuperset(missing) and job.platforms.host not in self.options.targets

    def _known(self, job: Job) -> set[str]:
        """What comes from recipes, wheels or the toolchain instead of a channel."""
        subdirs = {job.platforms.host.subdir, NOARCH.subdir}
        made = self._made | self.wheels.made_for(job)
        return {CxxRuntime.LIBCXX.value, *(name for name, subdir in made if subdir in subdirs)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lack:
    """Packages of an environment that nobody has."""

    job: Job
    environment: str
    names: Mapping[str, str]
    missing: tuple[str, ...]
    is_elsewhere: bool
    """The recipes would make them if they were built for the platform, too."""

    @property
    def _quoted(self) -> str:
        return ", ".join(map(self._with_asker, self.missing))

    def _with_asker(self, name: str) -> str:
        """The requirement as it is written, or the name and the package that asks for it."""
        asker = self.names[name]
        if asker:
            return f"{name!r} (for {asker!r})"
        needs = self.job.requirements
        specs = needs.host if self.environment == HOST else (*needs.run, *needs.test)
        return repr(next((spec for spec in specs if spec_name(spec) == name), name))

    @property
    def _verb(self) -> str:
        return "needs" if self.environment == HOST else "need"

    @property
    def _host(self) -> Platform:
        return self.job.platforms.host

    def left_out(self) -> JobReport:
        remedy = "which only a channel can have: add one, such as -c conda-forge"
        if self.is_elsewhere:
            remedy = f"which is not built for {self._host}: add --target {self._host}"
        reason = f"its {self.environment} {self._verb} {self._quoted}, {remedy}"
        return report_of(self.job, JobState.BLOCKED, reason=reason)

    def failed(self, channels: tuple[str, ...]) -> JobReport:
        hint = "name their recipes in the same command, or add a channel: -c conda-forge"
        if self.is_elsewhere:
            hint = f"build them for this platform, too: --target {self._host}"
        if self.environment == TESTS:
            hint += "; --test skip builds without tests"
        error = ToolNotFoundError(
            f"the {self.environment} of {self.job} {self._verb} {self._quoted}, which neither these"
            f" recipes nor a channel have for {self._host}",
            hint=hint,
            where=f"channels: {', '.join(channels)}",
        )
        return report_of(self.job, JobState.FAILED, error=error)
