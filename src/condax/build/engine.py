"""Running one work order in a process of its own, and hearing from it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from condax.build.failure import missing_worker
from condax.build.order import SIGNALLED
from condax.build.transfer import error_from_json
from condax.system.files import write_text
from condax.system.spawn import Child, spawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.build.order import WorkOrder

WORKER = "condax.build.worker"


class RunningBuild:
    """A started order."""

    def __init__(self, order: WorkOrder, child: Child) -> None:
        """Made by `start_build`."""
        self._order = order
        self._child = child

    def follow(self, on_step: Callable[[str], None]) -> Mapping[str, Any]:
        """Wait for the end and return what `build_package` returned; its exceptions are raised."""
        outcome: Mapping[str, Any] | None = None
        for line in self._child.lines():
            event = json.loads(line)
            if event["event"] == "step":
                on_step(event["step"])
            else:
                outcome = event
        status = self._child.wait()
        if outcome is None:
            ended = SIGNALLED - status if status > SIGNALLED else status
            raise missing_worker(self._order, ended)
        if outcome["event"] == "failed":
            raise error_from_json(outcome["error"])
        return outcome

    def give_way(self, niceness: int) -> int:
        """Leave the processors to builds that are less nice, as far as they want them.

        Returns the niceness it has then: only root can take it back.
        """
        return self._child.give_way(niceness)

    def stop(self) -> None:
        """End it and everything it started, at once."""
        self._child.kill()


def start_build(order: WorkOrder, env: Mapping[str, str]) -> RunningBuild:
    """Start a worker; its log begins anew."""
    path = order.work / "order.json"
    write_text(path, order.to_json())
    write_text(order.log, f"{order.job}, from {order.job.recipe}\n")
    child = spawn([sys.executable, "-m", WORKER, str(path)], env=env, log=order.log)
    return RunningBuild(order, child)
