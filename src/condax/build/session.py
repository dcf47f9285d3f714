"""`build`: the whole way from options to a report."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from condax.build.channels import Offers, channel_url
from condax.build.collect import make_plan
from condax.build.cxx_runtime import gnu_runtimes
from condax.build.epoch import recipe_epoch
from condax.build.events import Ended, OnEvent, Planned, Preparing, ignore
from condax.build.external import (
    ExternalChannel,
    ExternalTools,
    external_names,
    missing_tool,
)
from condax.build.model import spec_names
from condax.build.options import Engine, Keep
from condax.build.order import WorkOrder
from condax.build.output import OutputChannel
from condax.build.report import (
    BuildReport,
    JobReport,
    JobState,
    PackageTests,
    report_of,
    skipped_report,
)
from condax.build.runtimes import runtimes_of
from condax.build.schedule import longest_chains_first, run_jobs
from condax.build.toolchain_source import ToolchainSource, ZigToolchain, toolchain_needs
from condax.build.transfer import diagnostic_from_json
from condax.build.unavailable import Supply
from condax.build.wheels import Converter, WheelPackages, wheel_packages
from condax.build.worker_env import scripts_folder, worker_environment
from condax.build.workers import Workers
from condax.build.workroom import ENTER_SCRIPT, WorkFolders, job_folder
from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from condax.build.model import Job, Plan
    from condax.build.options import BuildOptions
    from condax.errors import CondaxError


def build(
    options: BuildOptions,
    *,
    env: Mapping[str, str],
    toolchain: ToolchainSource | None = None,
    on_event: OnEvent = ignore,
) -> BuildReport:
    """Build everything that `options` name and the output channel does not have yet.

    The failure of a package is in the report. Raises a `CondaxError` when nothing can be built at
    all: a recipe or variant file that cannot be read, an output folder that cannot be written.
    `toolchain` defaults to the one condax makes from the zig wheel.
    """
    start = time.monotonic()
    channels = tuple(channel_url(each) for each in options.channels)
    offers = Offers(channels)
    if toolchain is None:
        toolchain = ZigToolchain(
            build_platform=options.build_platform,
            cache=options.cache_dir,
            glibc=options.glibc,
            gnu=gnu_runtimes(options, offers),
        )
    output = OutputChannel(options.output_dir)
    plan = _plan(options, toolchain, offers, output)
    done = {
        job.key: _up_to_date(job, output)
        for job in plan.jobs
        if not options.rebuild and output.has(job)
    }
    up_to_date = len(done)
    pending = [job for job in plan.jobs if job.key not in done]
    converter = Converter(options=options, env=env, on_event=on_event)
    wheels = wheel_packages(plan, pending, offers, converter, output)
    reach = (output.url, *channels)
    supply = Supply(
        plan=plan, options=options, env=env, channels=reach, wheels=wheels, toolchain=toolchain
    )
    refused = supply.refused(pending)
    for named, used in sorted(plan.replaced) if pending else ():
        on_event(Preparing(message=f"compiling with {used}: nobody has {named}"))
    on_event(Planned(jobs=tuple(pending), up_to_date=up_to_date))
    for job in (each for each in pending if each.key in refused):
        on_event(Ended(job=job, report=refused[job.key]))
    done |= refused
    pending = [job for job in pending if job.key not in done]
    if pending:
        output.prepare()
        work = options.cache_dir / "work"
        with output.staging() as staging, closing(WorkFolders(work, pending)) as folders:
            compilers = _toolchain_channel(pending, toolchain, on_event)
            session = Session(
                options=options,
                env=env,
                output=output,
                staging=staging,
                folders=folders,
                channels=(output.url, *compilers, *channels),
                compilers=compilers,
                wheels=wheels,
                workers=Workers(longest_chains_first(plan, done.keys())),
            )
            session.prepare(plan, pending)
            done = run_jobs(plan, done, session, limit=max(1, options.jobs), on_event=on_event)
    wheels.adopt_into(output)
    return BuildReport(
        jobs=(
            *wheels.reports,
            *(done[job.key] for job in plan.jobs),
            *map(skipped_report, plan.skipped),
        ),
        channel=output.url,
        seconds=time.monotonic() - start,
    )


def _plan(
    options: BuildOptions, toolchain: ToolchainSource, offers: Offers, output: OutputChannel
) -> Plan:
    output.take_in()
    machine, own = options.build_platform, Offers((output.url,))
    return make_plan(
        options,
        toolchain,
        lambda name: offers.has(name, machine),
        lambda name: own.has(name, machine),
    )


def _toolchain_channel(
    pending: Sequence[Job], toolchain: ToolchainSource, on_event: OnEvent
) -> tuple[str, ...]:
    """The toolchain's channel, if a job uses it."""
    needs = toolchain_needs(pending, toolchain)
    if not needs.targets:
        return ()
    say = "making the toolchain: {}".format
    return (toolchain.ensure(needs, lambda what: on_event(Preparing(message=say(what)))),)


@dataclass(kw_only=True)
class Session:
    """Builds the jobs of one run; the `Builder` of `run_jobs`."""

    options: BuildOptions
    env: Mapping[str, str]
    output: OutputChannel
    staging: Path
    folders: WorkFolders
    channels: tuple[str, ...]
    compilers: tuple[str, ...]
    """The toolchain's of `channels`."""
    wheels: WheelPackages
    workers: Workers
    external: dict[str, ExternalChannel | CondaxError] = field(default_factory=dict)
    """Key of a job → the tools of the machine that it gets, or why it cannot have them."""
    untestable: Mapping[str, str] = field(default_factory=dict)
    worker_env: Mapping[str, str] = field(default_factory=dict)

    def prepare(self, plan: Plan, pending: Sequence[Job]) -> None:
        """Everything that is the same for all jobs, or needs one thread."""
        work = self.options.cache_dir / "work"
        with refusals(work):
            work.mkdir(parents=True, exist_ok=True)
        self.folders.sweep()
        self.untestable = plan.untestable
        self.worker_env = worker_environment(self.env, self.options.cache_dir / "tools")
        offers = Offers(self.channels)
        made = {(job.name, job.subdir) for job in plan.jobs}
        tools = ExternalTools(
            folder=self.options.cache_dir / "external",
            platform=self.options.build_platform,
            env=self.env,
            scripts=scripts_folder(),
        )
        # One question for all jobs: each may go to the network.
        asked = {name for job in pending for name in spec_names(job.requirements.build)}
        offers.missing(asked, self.options.build_platform)
        for job in pending:
            names = external_names(job, made | self.wheels.made_for(job), offers)
            missing = [name for name in names if tools.find(name) is None]
            if missing:
                self.external[job.key] = missing_tool(job, missing, self.channels)
            elif names:
                self.external[job.key] = tools.channel(names)

    def build(self, job: Job, on_step: Callable[[str], None]) -> JobReport:
        """Build, publish, report; another process may have done it meanwhile."""
        try:
            return self._build(job, on_step)
        finally:
            self.folders.done(job)

    def _build(self, job: Job, on_step: Callable[[str], None]) -> JobReport:
        external = self.external.get(job.key)
        if isinstance(external, Exception):
            raise external
        start = time.monotonic()
        with self.folders.of(job, self.options.keep) as work:
            if not self.options.rebuild and self.output.has(job):
                return _up_to_date(job, self.output)
            order = self._order(job, work, external)
            outcome = self.workers.run(order, self.worker_env, on_step)
            archive = self.output.publish(Path(outcome["archive"]), job.subdir)
            for runtime in runtimes_of(archive, self.compilers, job.subdir):
                self.output.adopt(runtime, job.subdir)
        return report_of(
            job,
            JobState.BUILT,
            seconds=time.monotonic() - start,
            processor_seconds=outcome["processor_seconds"],
            archive=archive,
            log=order.log,
            kept=self._kept(job),
            tests=PackageTests(**outcome["tests"]),
            findings=tuple(diagnostic_from_json(each) for each in outcome["findings"]),
            externals=order.externals,
        )

    def failed(self, job: Job, error: CondaxError, seconds: float) -> JobReport:
        """Move a broken archive aside, so that it can be looked at."""
        broken = self.staging / job.key / job.file_name
        log = self.output.log_of(job)
        return report_of(
            job,
            JobState.FAILED,
            seconds=seconds,
            archive=self.output.reject(broken, job.subdir) if broken.exists() else None,
            log=log if log.exists() else None,
            kept=self._kept(job),
            error=error,
        )

    def stop(self) -> None:
        """Kill every worker, and start no more."""
        self.workers.stop()

    def _kept(self, job: Job) -> Path | None:
        folder = job_folder(self.options.cache_dir / "work", job)
        if self.options.keep is Keep.NOTHING or not folder.exists():
            return None
        script = folder / ENTER_SCRIPT
        return script if script.exists() else folder

    def _order(self, job: Job, work: Path, external: ExternalChannel | None) -> WorkOrder:
        options = self.options
        blocker = self.untestable.get(job.key)
        return WorkOrder(
            job=job,
            channels=(
                *self.channels,
                *self.wheels.channels_of(job),
                *([external.url] if external else []),
            ),
            external_channel=external.url if external else None,
            externals=external.tools if external else (),
            work=work,
            staging=self.staging / job.key,
            log=self.output.log_of(job),
            epoch=recipe_epoch(job.recipe, self.env),
            cpu_count=options.cpus_per_job,
            engine=options.engine,
            keep=options.keep,
            test=options.test,
            untestable=f"they need {blocker}, which is built later" if blocker else "",
            libc_floor=job.libc_floor(options.glibc),
            cache=options.cache_dir,
            search_path=self.env.get("PATH", ""),
            source_mirrors=options.source_mirrors,
            offline=options.offline,
            stage=self.folders.stage_of(job) if self._shares_stage(job) else None,
        )

    def _shares_stage(self, job: Job) -> bool:
        """A kept folder has to hold all there is, and the program has its own way."""
        options = self.options
        is_kept = options.keep is not Keep.NOTHING
        return bool(job.stage) and not is_kept and options.engine is Engine.IN_PROCESS


def _up_to_date(job: Job, output: OutputChannel) -> JobReport:
    return report_of(job, JobState.UP_TO_DATE, archive=output.archive_of(job))
