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
    turn of the next, which gets the processors back as far as Linux lets it.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        """`jobs` are those of the run, by how much waits for them."""
        self._ranks = {job.key: rank for rank, job in enumerate(jobs)}
        self._running: dict[str, RunningBuild] = {}
        self._asked: dict[str, int] = {}
        """Niceness that each was asked to have; 0 if it never was."""
        self._niceness: dict[str, int] = {}
        """Niceness that its processes have."""
        self._stopped = False
        self._lock = threading.Lock()
        self._turns = threading.Lock()
        """For `_prefer_one`, which may sleep and must keep nobody from starting or stopping."""

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
        with self._turns:
            with self._lock:
                if self._stopped:
                    return
                running = sorted(self._running.items(), key=lambda each: self._ranks[each[0]])
            wanted = 0
            for place, (key, worker) in enumerate(running):
                if self._asked.get(key, 0) != wanted:
                    self._asked[key] = wanted
                    self._niceness[key] = worker.give_way(wanted)
                if place == 0:
                    wanted = min(self._niceness.get(key, 0) + STEP, NICEST)
