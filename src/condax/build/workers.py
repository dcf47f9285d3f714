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
    whose configure script or test keeps one processor busy. When that package is done it is the
    turn of the next. Linux lets only root take niceness back, and everybody where sessions compete:
    elsewhere the others give way to what the next one has, until there is nothing nicer.
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
            self._prefer_one()

    def stop(self) -> None:
        """Kill every worker, and start no more."""
        with self._lock:
            self._stopped = True
            running = [*self._running.values()]
        for each in running:
            each.stop()

    def _prefer_one(self) -> None:
        with self._lock:
            order = sorted(self._running, key=self._ranks.__getitem__)
            least = 0
            for key in order:
                if self._niceness.get(key, 0) != least:
                    self._niceness[key] = self._running[key].give_way(least)
                if key == order[0]:
                    least = min(self._niceness.get(key, 0) + STEP, NICEST)
