"""Long-running children: their own process group, events on stdout, everything else in a log."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NICEST = 19
"""Linux has no lower priority."""


class Child:
    """A started program; it and what it started die with `kill`, or when this process dies.

    The last is the program's part: its stdin is a pipe that ends with this process.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Takes a process that leads its own group."""
        self._process = process

    def lines(self) -> Iterator[str]:
        """What it prints, line by line, until it ends."""
        assert self._process.stdout is not None
        yield from self._process.stdout

    def wait(self) -> int:
        """The exit status; negative for the signal that ended it."""
        status = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()
        return status

    def give_way(self, niceness: int) -> None:
        """Have it and its group run at a niceness above this process's own, from now on.

        Nobody but root could take that back.
        """
        if self._process.returncode is not None:
            return
        leader = self._process.pid
        niceness = min(os.getpriority(os.PRIO_PROCESS, 0) + niceness, NICEST)
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PGRP, leader, niceness)
        # With sched_autogroup_enabled sessions compete, and niceness counts within one only.
        with contextlib.suppress(OSError):
            Path(f"/proc/{leader}/autogroup").write_text(str(niceness), encoding="ascii")

    def kill(self) -> None:
        """End it and its whole process group, at once; who reads its lines sees their end."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def spawn(argv: Sequence[str], *, env: Mapping[str, str], log: Path) -> Child:
    """Start a program with exactly `env`; its stderr is appended to `log`."""
    with refusals(log):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            process = subprocess.Popen(
                [*argv],
                env=dict(env),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stream,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
    return Child(process)
