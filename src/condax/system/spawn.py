"""Long-running children: their own process group, events on stdout, everything else in a log."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NICEST = 19
"""Linux has no lower priority."""

PAUSE = 0.1
"""Seconds in which Linux takes a session's niceness once, from all users together."""
ATTEMPTS = 20


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

    def give_way(self, niceness: int) -> int:
        """Have it and its group run at a niceness above this process's own; returns the one it has.

        That is more than was asked where it ran at more before: only root can lower the niceness of
        a process. That of its session is lowered all the same.
        """
        if self._process.returncode is not None:
            return niceness
        leader, own = self._process.pid, os.getpriority(os.PRIO_PROCESS, 0)
        wanted = min(own + niceness, NICEST)
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PGRP, leader, wanted)
        _nice_session(leader, wanted)
        try:
            return os.getpriority(os.PRIO_PROCESS, leader) - own
        except ProcessLookupError:
            return niceness

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


def _nice_session(leader: int, niceness: int) -> None:
    """Set the niceness of a session, which anybody may lower, too.

    With sched_autogroup_enabled it is what counts between sessions. The niceness of processes then
    counts within their session only.
    """
    for _ in range(ATTEMPTS):
        if _was_answered(Path(f"/proc/{leader}/autogroup"), niceness):
            return
        time.sleep(PAUSE)


def _was_answered(path: Path, niceness: int) -> bool:
    try:
        path.write_text(str(niceness), encoding="ascii")
    except BlockingIOError:
        return False
    except OSError:
        # Without the setting there is no such file.
        pass
    return True
