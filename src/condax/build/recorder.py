"""What a running build says: everything to its log, the steps and the end to the parent process."""

from __future__ import annotations

import json
from collections import deque
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rattler_build.progress import (
        BuildStepEvent,
        DownloadCompleteEvent,
        DownloadProgressEvent,
        DownloadStartEvent,
        LogEvent,
    )

SPAN_STEPS = {
    "Fetching source code": "fetching sources",
    "Running build for": "installing environments",
    "Running build script": "running the build script",
    "Building or restoring staging cache": "staging",
    "Packaging new files": "packaging",
}
"""rattler-build's span → the step that a progress display names."""

SCRIPT_SPANS = ("Running build script", "Building or restoring staging cache")
"""Those in which scripts run."""

SOLVING = "  Platform: "
"""How the line begins that comes before the solving of each environment."""

STAGING_KEY = "Staging cache key: "
"""How the line begins that names a staging output's key, before it is looked for."""

KEPT_LINES = 400


class Recorder:
    """rattler-build's progress callback, and the way to report from outside of it."""

    def __init__(self, log: IO[str], events: IO[str]) -> None:
        """`log` is for people, `events` gets one JSON object per line."""
        self._log = log
        self._events = events
        self._step = ""
        self.lines: deque[str] = deque(maxlen=KEPT_LINES)
        """The last lines of the log."""
        self.script_lines: deque[str] = deque(maxlen=KEPT_LINES)
        """The last lines that the build script printed."""
        self.on_staging_key: Callable[[str], None] | None = None
        """Told the key of each staging output, and waited for."""

    def step(self, name: str) -> None:
        """Say what is being done now."""
        if name != self._step:
            self._step = name
            self.note(f"--- {name}")
            self.emit({"event": "step", "step": name})

    def note(self, text: str) -> None:
        """Add to the log."""
        self._log.write(f"{text}\n")
        self._log.flush()
        self.lines.extend(text.splitlines())

    def emit(self, event: dict[str, object]) -> None:
        """Tell the parent process."""
        self._events.write(json.dumps(event) + "\n")
        self._events.flush()

    def on_log(self, event: LogEvent) -> None:
        """A line of rattler-build's own, or of the script that it runs."""
        span = event.span or ""
        if event.message.startswith(SOLVING):
            self.step("resolving environments")
        if event.message.startswith(STAGING_KEY) and self.on_staging_key is not None:
            self.on_staging_key(event.message.removeprefix(STAGING_KEY))
        if span in SPAN_STEPS:
            self.step(SPAN_STEPS[span])
        if span == "Running build script":
            self.script_lines.append(event.message)
        if span != "index_subdir":
            self.note(event.message if event.level == "info" else f"{event.level}: {event.message}")

    def on_build_step(self, event: BuildStepEvent) -> None:
        """Not sent by this version."""

    def on_download_start(self, event: DownloadStartEvent) -> None:
        """Not sent by this version."""

    def on_download_progress(self, event: DownloadProgressEvent) -> None:
        """Not sent by this version."""

    def on_download_complete(self, event: DownloadCompleteEvent) -> None:
        """Not sent by this version."""
