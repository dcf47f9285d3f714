"""The one way to start a program."""

from __future__ import annotations

import subprocess
from collections import deque
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from condax.errors import SystemRefusedError, ToolFailedError, ToolNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TAIL_LINES = 20

NO_SPACE = ("No space left on device", "NoSpaceLeft", "Disk quota exceeded")


@dataclass(frozen=True, kw_only=True, slots=True)
class Completed:
    """What a program printed, and how it ended."""

    argv: tuple[str, ...]
    returncode: int
    stdout: str
    stderr: str


class Runner(Protocol):
    """What code that starts programs asks for, so that a test can hand in its own."""

    def __call__(
        self, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None
    ) -> Completed:
        """Run to the end; a non-zero exit raises `ToolFailedError`."""


def run(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None) -> Completed:
    """Run a program to its end with exactly `env`.

    Raises `ToolNotFoundError` if it does not exist, `ToolFailedError` if it fails, and
    `SystemRefusedError` if that is for want of space.
    """
    completed = attempt(argv, env=env, cwd=cwd)
    if completed.returncode != 0:
        raise full_disk(completed) or failure(completed)
    return completed


def attempt(
    argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None, stdin: str = ""
) -> Completed:
    """Run a program to its end with `stdin` to read; the exit status is the caller's to judge."""
    try:
        done = subprocess.run(
            [*argv],
            env=dict(env),
            cwd=cwd,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except (FileNotFoundError, PermissionError) as e:
        raise _not_found(argv) from e
    return Completed(
        argv=tuple(argv), returncode=done.returncode, stdout=done.stdout, stderr=done.stderr
    )


def run_logged(
    argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None, log: IO[str]
) -> int:
    """Run a program with its output, as it comes, in `log`; returns the exit status."""
    try:
        with subprocess.Popen(
            [*argv],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process:
            return process.wait()
    except (FileNotFoundError, PermissionError) as e:
        raise _not_found(argv) from e


def failure(completed: Completed) -> ToolFailedError:
    """The exception for a program that ended with a non-zero status."""
    lines = (completed.stdout + completed.stderr).splitlines()
    return ToolFailedError(
        f"{completed.argv[0]!r} ended with status {completed.returncode}",
        hint="read the lines above, the last ones it printed",
        argv=completed.argv,
        returncode=completed.returncode,
        tail=deque(lines, maxlen=TAIL_LINES),
    )


def full_disk(completed: Completed) -> SystemRefusedError | None:
    """The exception for a program that says, in C's words or zig's, that the disk is full."""
    for line in (completed.stdout + completed.stderr).splitlines():
        if any(word in line for word in NO_SPACE):
            return SystemRefusedError(
                f"{completed.argv[0]!r} found no space left on the disk",
                hint="free space there, or choose other folders for output and cache",
                where=line.strip(),
            )
    return None


def _not_found(argv: Sequence[str]) -> ToolNotFoundError:
    return ToolNotFoundError(
        f"the program {argv[0]!r} cannot be started",
        hint=f"install {argv[0]!r} or put it on PATH",
    )
