"""What a running build shows: a line per running job on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import click

from condax.build.events import Ended, Event, Planned, Preparing, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.live import Live
    from rich.table import Table

    from condax.build.events import OnEvent
    from condax.build.model import Job
    from condax.build.options import BuildOptions


@contextlib.contextmanager
def follow_build(
    options: BuildOptions, env: Mapping[str, str], *, is_terminal: bool
) -> Iterator[OnEvent]:
    """A callback for `build` that shows on stderr what it is told."""
    del options
    if not is_terminal or env.get("TERM") == "dumb":
        yield PlainProgress().show
        return
    progress = LiveProgress(env)
    try:
        yield progress.show
    finally:
        progress.stop()


class PlainProgress:
    """One line when something begins or ends."""

    def show(self, event: Event) -> None:
        """Print what the event says, if it is worth a line."""
        line = line_for(event)
        if line:
            click.echo(line, err=True)


class LiveProgress:
    """Lines for what has ended, and below them one for each job that runs."""

    def __init__(self, env: Mapping[str, str]) -> None:
        """Nothing is shown before there is something to build."""
        self._env = env
        self._live: Live | None = None
        self._steps: dict[str, tuple[Job, str, float]] = {}
        self._total = self._ended = 0

    def show(self, event: Event) -> None:
        """Take an event in, and redraw."""
        if isinstance(event, Planned):
            self._total = len(event.jobs)
            if event.jobs:
                self._start()
        elif isinstance(event, Step):
            started = self._steps.get(event.job.key, (event.job, "", time.monotonic()))[2]
            self._steps[event.job.key] = (event.job, event.step, started)
        elif isinstance(event, Ended):
            self._ended += 1
            self._steps.pop(event.job.key, None)
        line = line_for(event) if not isinstance(event, Step) else ""
        if line and self._live is not None:
            self._live.console.print(line, markup=False, highlight=False)

    def stop(self) -> None:
        """Leave the terminal as it was."""
        if self._live is not None:
            self._live.stop()

    def _start(self) -> None:
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True, no_color=bool(self._env.get("NO_COLOR")))
        self._live = Live(
            console=console, get_renderable=self._table, refresh_per_second=4, transient=True
        )
        self._live.start()

    def _table(self) -> Table:
        from rich.table import Table

        now = time.monotonic()
        table = Table.grid(padding=(0, 2))
        for job, step, started in list(self._steps.values()):
            elapsed = int(now - started)
            clock = f"{elapsed // 60}:{elapsed % 60:02}"
            table.add_row(f"{job.name} {job.version}", job.subdir, step, clock)
        table.add_row(f"{self._ended} of {self._total} done", "", "", "")
        return table


def line_for(event: Event) -> str:
    """What a log shows of an event; empty for what goes without saying."""
    if isinstance(event, Planned):
        rest = f", {event.up_to_date} up to date" if event.up_to_date else ""
        return f"{len(event.jobs)} to build{rest}" if event.jobs else ""
    if isinstance(event, Preparing):
        return event.message
    if isinstance(event, Step):
        return f"{event.job}: {event.step}"
    report = event.report
    why = str(report.reason or report.error or "").partition("\n")[0].rstrip(":")
    because = f": {why}" if why else ""
    return f"{event.job}: {report.state.value}{because} ({report.seconds:.1f} s)"
