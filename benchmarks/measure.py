"""Run commands in turn and compare their wall times pair by pair."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass
class Timings:
    """Seconds of wall time of every run, by contestant."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """File the result of one run."""
        self.seconds.setdefault(name, []).append(value)

    def median(self, name: str) -> float:
        """Median of a contestant's seconds."""
        return statistics.median(self.seconds[name])

    def ratio(self, name: str, peer: str) -> float:
        """Median of the run-by-run ratios, which a drifting machine moves least."""
        pairs = zip(self.seconds[name], self.seconds[peer], strict=True)
        return statistics.median(a / b for a, b in pairs)


def run(argv: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> float:
    """Seconds that a command took; it must succeed."""
    start = time.perf_counter()
    done = subprocess.run(
        [str(a) for a in argv],
        cwd=cwd,
        env=dict(env) if env is not None else None,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
        raise SystemExit(f"{argv[0]} failed in {cwd}:\n{tail}")
    return seconds


def processor_seconds() -> float:
    """Processor time of all commands so far, which other work on the machine moves little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounds(contestants: Mapping[str, Callable[[], float]], count: int) -> Timings:
    """Every contestant once a round, after one round that is not counted.

    Each round another one begins, and what the one before wrote is on the disk: whoever came behind
    the one that writes most would pay for it.
    """
    timings = Timings()
    names = list(contestants)
    for round_number in range(count + 1):
        first = round_number % len(names)
        for name in names[first:] + names[:first]:
            os.sync()
            value = contestants[name]()
            if round_number:
                timings.add(name, value)
    return timings


def size_of(folder: Path) -> int:
    """Bytes that the files below a folder hold; hard links count once, links nothing."""
    seen: dict[int, int] = {}
    for base, _, names in os.walk(folder):
        for name in names:
            status = (Path(base) / name).lstat()
            if not (Path(base) / name).is_symlink():
                seen[status.st_ino] = status.st_size
    return sum(seen.values())
