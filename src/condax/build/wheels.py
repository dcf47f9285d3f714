"""Packages that come from pinned wheels: what the jobs of a run ask for, and what that asks for.

A folder of recipes pins wheels in `wheels.txt`. One is converted when something is to be built that
needs its package, and neither a recipe makes it nor a channel has it. While building, the packages
are in a channel of their own that only Python jobs see: others shall go on to take `meson` or
`cmake` from the machine.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from condax.build.events import OnEvent, Preparing
from condax.build.model import spec_names
from condax.build.report import JobReport, JobState
from condax.errors import CondaxError
from condax.platforms import NOARCH
from condax.wheels.names import conda_name
from condax.wheels.pins import PINS, load_pins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from condax.build.channels import Offers
    from condax.build.model import Job, Plan
    from condax.build.options import BuildOptions
    from condax.build.output import OutputChannel
    from condax.sources import Resolver
    from condax.wheels.pins import WheelPin

PYTHON = "python"


@dataclass(frozen=True, kw_only=True, slots=True)
class WheelPackages:
    """The packages made of wheels for one run."""

    url: str | None = None
    """Their channel, if there are any."""
    reports: tuple[JobReport, ...] = ()

    def channels_of(self, job: Job) -> tuple[str, ...]:
        """What a job's environments are resolved from besides the channels of all."""
        requirements = job.requirements
        names = {*spec_names((*requirements.build, *requirements.host, *requirements.run))}
        return (self.url,) if self.url and PYTHON in names else ()

    def made_for(self, job: Job) -> set[tuple[str, str]]:
        """Name and subdir of each package that the job can have."""
        if not self.channels_of(job):
            return set()
        return {(each.name, each.subdir) for each in self.reports if each.archive is not None}

    def adopt_into(self, output: OutputChannel) -> None:
        """Leave them in the output channel, which then has what its packages ask for."""
        if self.url:
            output.prepare()
        for report in self.reports:
            if report.archive is not None:
                output.adopt(report.archive, NOARCH.subdir)


def wheel_packages(
    plan: Plan,
    pending: Sequence[Job],
    offers: Offers,
    converter: Converter,
    output: OutputChannel,
) -> WheelPackages:
    """Convert the pinned wheels that `pending` and their packages ask for.

    `offers` are those of the channels. A wheel that cannot be had fails by itself: what needs it is
    not built for want of the package.
    """
    pins = Pins(pins_beside(job.recipe for job in pending))
    made = {job.name for job in plan.jobs}
    queue = deque(sorted({name for job in pending for name in _asked(job)}))
    seen, reports = set(made), []
    while queue:
        name = queue.popleft()
        if name in seen:
            continue
        seen.add(name)
        found = pins.of(name)
        if found and not offers.has(name, converter.options.build_platform):
            pin, path = found
            report, depends = converter.convert(pin, name, path, output)
            reports.append(report)
            queue.extend(depends)
    archives = [report.archive for report in reports if report.archive is not None]
    return WheelPackages(
        url=converter.channel(archives) if archives else None, reports=tuple(reports)
    )


def pins_beside(recipes: Iterable[Path]) -> dict[str, tuple[WheelPin, Path]]:
    """Project → pin and its file, from the folders above those of the recipe files."""
    folders = dict.fromkeys(recipe.parent.parent for recipe in recipes)
    paths = [folder / PINS for folder in folders if (folder / PINS).is_file()]
    return {pin.name: (pin, path) for path in paths for pin in load_pins(path)}


class Pins:
    """Pins by the names that recipes ask for."""

    def __init__(self, by_project: Mapping[str, tuple[WheelPin, Path]]) -> None:
        """`by_project` is that of `pins_beside`."""
        self._by_project = by_project
        self._by_name = {conda_name(project): pin for project, pin in by_project.items()}

    def of(self, name: str) -> tuple[WheelPin, Path] | None:
        """The pin for a package: of the project that conda calls so, else of the one called so."""
        return self._by_name.get(name) or self._by_project.get(canonicalize_name(name))


@dataclass(frozen=True, kw_only=True)
class Converter:
    """Turns pins into packages in the cache."""

    options: BuildOptions
    env: Mapping[str, str]
    on_event: OnEvent

    def convert(
        self, pin: WheelPin, name: str, path: Path, output: OutputChannel
    ) -> tuple[JobReport, tuple[str, ...]]:
        """The report of the package `name`, and the names of what it depends on."""
        from condax.channel.archive import read_index

        begin = time.monotonic()
        folder = self._folder / pin.sha256
        try:
            known = next(folder.glob(f"{name}-{pin.version}-*.conda"), None)
            archive = known or self._make(pin, name, folder)
        except CondaxError as error:
            failed = JobReport(
                name=name,
                version=pin.version,
                build="",
                subdir=NOARCH.subdir,
                recipe=path,
                state=JobState.FAILED,
                error=error,
            )
            return failed, ()
        index = read_index(archive)
        is_there = (output.folder / NOARCH.subdir / archive.name).is_file()
        report = JobReport(
            name=index["name"],
            version=index["version"],
            build=index["build"],
            subdir=NOARCH.subdir,
            recipe=path,
            state=JobState.UP_TO_DATE if is_there else JobState.BUILT,
            seconds=time.monotonic() - begin,
            archive=archive,
        )
        return report, tuple(spec_names(tuple(index["depends"])))

    def channel(self, archives: Sequence[Path]) -> str:
        """URL of a channel with just these packages."""
        from condax.channel.assembled import assemble_channel

        return assemble_channel(self._folder / "channels", archives, NOARCH).as_uri()

    @property
    def _folder(self) -> Path:
        return self.options.cache_dir / "wheels"

    def _make(self, pin: WheelPin, name: str, folder: Path) -> Path:
        from condax.wheels.convert import convert_wheel

        self.on_event(Preparing(message=f"converting the wheel of {pin.name} {pin.version}"))
        return convert_wheel(self._resolver.resolve(pin.source).path, name, folder, self.env)

    @cached_property
    def _resolver(self) -> Resolver:
        """One for all, so that a place that is down is asked once."""
        from condax.sources import Resolver, SourceOptions

        options = self.options
        return Resolver(
            SourceOptions(
                cache=options.cache_dir / "sources",
                mirrors=options.source_mirrors,
                offline=options.offline,
                env=self.env,
            )
        )


def _asked(job: Job) -> Iterable[str]:
    requirements = job.requirements
    return spec_names(
        (
            *requirements.build,
            *requirements.host,
            *requirements.run,
            *requirements.test,
            *requirements.test_build,
        )
    )
