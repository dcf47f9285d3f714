"""The workers that run at a time, and which of them has the processors."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from condax.build.engine import RunningBuild, start_build
from condax.system.spawn import NICEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from condax.build.model import Job
    from condax.build.order import WorkOrder

STEP = 10
"""Niceness between two workers: one gets a tenth of what the other gets of a processor."""


class Workers:
    """The workers of one run: the package that most others wait for has the processors first.

    With equal shares everything takes longer that others wait for, and in the end one job is left,
    whose configure script or test keeps one processor busy. A worker that gave way cannot take that
    back: those that come after it give way to it, until there is nothing nicer.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        """`jobs` are those of the run, by how much waits for them."""
        self._ranks = {job.key: rank for rank, job in enumerate(jobs)}
        self._running: dict[str, RunningBuild] = {}
        self._niceness: dict[str, int] = {}
        self._stopped = False
        self._lock = threading.Lock()

    def run(
        self, order: WorkOrder, env: Mapping[str, str], on_step: Callable[[str], None]
    ) -> Mapping[str, Any]:
        """Start a worker and wait for it: `RunningBuild.follow`; called in threads.

        Raises `KeyboardInterrupt` after `stop`.
        """
        key = order.job.key
        with self._lock:
            if self._stopped:
                raise KeyboardInterrupt
            running = self._running[key] = start_build(order, env)
        try:
            self._prefer_one()
            return running.follow(on_step)
        finally:
            with self._lock:
                del self._running[key]

    def stop(self) -> None:
        """Kill every worker, and start no more."""
        with self._lock:
            self._stopped = True
            running = [*self._running.values()]
        for each in running:
            each.stop()

    def _prefer_one(self) -> None:
        with self._lock:
            first = min(self._running, key=self._ranks.__getitem__)
            wanted = min(self._niceness.get(first, 0) + STEP, NICEST)
            for key, running in self._running.items():
                if key != first and self._niceness.get(key, 0) < wanted:
                    self._niceness[key] = wanted
                    running.give_way(wanted)
