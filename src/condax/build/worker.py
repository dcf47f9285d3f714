"""The process that builds one package: `python -m condax.build.worker ORDER.json`.

It reports to its parent with one JSON object per line on stdout; everything else that is printed
goes to the log. A second process does the work, because rattler-build does not give Python a
moment to notice that the parent has died: the first waits for that, and then ends both and
everything they started.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STDIN, STDOUT, STDERR = 0, 1, 2


def main(argv: list[str]) -> int:
    """Work through the order in `argv[1]`."""
    return supervise(lambda: work(Path(argv[1])))


def supervise(action: Callable[[], int]) -> int:
    """Run `action` in a child; end the whole process group when stdin ends before it does."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(action())
    os.close(writer)
    ready, _, _ = select.select([STDIN, reader], [], [])
    if reader not in ready:
        os.killpg(0, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    # What the build script left running in the background ends with it.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    from condax.build.order import SIGNALLED

    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else SIGNALLED - code


def work(path: Path) -> int:
    """Build, check and test; the outcome is the last event."""
    from condax.build.order import order_from_json
    from condax.build.recorder import Recorder
    from condax.build.steps import build_package
    from condax.build.transfer import error_to_json
    from condax.errors import CondaxError

    order = order_from_json(path.read_text(encoding="utf-8"))
    events = os.fdopen(os.dup(STDOUT), "w", encoding="utf-8")
    os.dup2(STDERR, STDOUT)
    with order.log.open("a", encoding="utf-8") as log:
        recorder = Recorder(log, events)
        start = time.monotonic()
        try:
            env = dict(os.environ)  # noqa: TID251 - this is a process of its own
            outcome = build_package(order, recorder, env)
        except CondaxError as e:
            recorder.note(f"error: {e}\n hint: {e.hint}")
            recorder.emit({"event": "failed", "error": error_to_json(e)})
            return 0
        elapsed, processor = time.monotonic() - start, processor_seconds()
        recorder.note(f"--- done in {elapsed:.1f} s, {processor:.1f} s of processor time")
        recorder.emit({"event": "done", **outcome, "processor_seconds": processor})
    return 0


def processor_seconds() -> float:
    """What this process and all that it has waited for had of the processors."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
