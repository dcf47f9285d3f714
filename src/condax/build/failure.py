"""What went wrong inside rattler-build, as the exception that tells the reader what to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from condax.build.options import Keep
from condax.build.recorder import SCRIPT_SPANS, SPAN_STEPS
from condax.build.workroom import ENTER_SCRIPT
from condax.errors import (
    CondaxError,
    RecipeError,
    SystemRefusedError,
    ToolFailedError,
    VerificationError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.build.order import WorkOrder

TAIL_LINES = 20

FREE_SPACE = "free space there, or choose other folders with --output-dir and --cache-dir"
FULL = (
    ("No space left on device", FREE_SPACE),
    ("Disk quota exceeded", FREE_SPACE),
    ("File too large", "raise the limit on file sizes (ulimit -f)"),
)
"""What the system says → what to do; it is never a script's own fault."""

REFUSALS = (
    *FULL,
    ("Read-only file system", "choose a folder that you may write to"),
    ("Permission denied", "choose a folder that you may write to"),
)
"""The same for what rattler-build itself was refused."""

LITTLE_SPACE = 1 << 20
"""With fewer free bytes than this, what fails for no visible reason fails for want of space."""

SCRIPT_MARKS = tuple(f"--- {SPAN_STEPS[span]}" for span in SCRIPT_SPANS)
"""What the log says before a script's own lines."""

EXIT_STATUS = re.compile(r"Script failed with status (\d+)")


def build_failure(order: WorkOrder, message: str, lines: Iterable[str]) -> CondaxError:
    """The exception for a build that rattler-build ended with `message` after `lines`."""
    said = list(lines)
    message = re.sub(r"^\w*Error: ", "", message)
    refusal = (
        _refusal_in([message], REFUSALS, order)
        or _refusal_in(said[-TAIL_LINES:], FULL, order)
        or full_disk(order)
    )
    if refusal is not None:
        return refusal
    for text, explain in _EXPLANATIONS:
        if text in message:
            return explain(order, message, said)
    return _other(order, message, said)


def missing_worker(order: WorkOrder, status: int) -> CondaxError:
    """The exception for a worker process that ended without a word."""
    lines: list[str] = []
    if order.log.exists():
        lines = order.log.read_text(encoding="utf-8", errors="replace").splitlines()
    refusal = _refusal_in(lines[-TAIL_LINES:], FULL, order) or full_disk(order)
    if refusal is not None:
        return refusal
    ended = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
    return ToolFailedError(
        f"the process that built {order.job} {ended}",
        hint="check that the machine has enough memory, then build again",
        returncode=status,
        tail=lines[-TAIL_LINES:],
        log=order.log,
    )


def full_disk(order: WorkOrder) -> SystemRefusedError | None:
    """The refusal, if one of the file systems that a build writes to is full."""
    for folder in (order.work, order.staging, order.log.parent):
        if folder.exists() and shutil.disk_usage(folder).free < LITTLE_SPACE:
            return SystemRefusedError(
                f"cannot build {order.job}: no space left on the disk of {str(folder)!r}",
                hint=FREE_SPACE,
                where=str(order.log),
            )
    return None


def _refusal_in(
    lines: Sequence[str], refusals: Sequence[tuple[str, str]], order: WorkOrder
) -> SystemRefusedError | None:
    for line in lines:
        for text, hint in refusals:
            if text in line:
                return SystemRefusedError(
                    f"cannot build {order.job}: {_refused(line, text)}",
                    hint=hint,
                    where=str(order.log),
                )
    return None


def _script(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    """The library tells a staging script's status itself, and another's in the log."""
    ends = [i for i, line in enumerate(lines) if EXIT_STATUS.search(line)]
    end = ends[-1] if ends else len(lines)
    match = EXIT_STATUS.search(lines[end] if ends else message)
    marks = [i + 1 for i, line in enumerate(lines[:end]) if line in SCRIPT_MARKS]
    begin = max(*marks[-1:], end - TAIL_LINES, 0)
    hint = "build again with --debug to get a shell in its environment"
    if order.keep is Keep.ENVIRONMENT:
        hint = f"get a shell in its environment: {order.work / ENTER_SCRIPT}"
    status = int(match.group(1)) if match else 1
    return ToolFailedError(
        f"the build script of {order.job} ended with status {status}",
        hint=hint,
        returncode=status,
        tail=[line for line in lines[begin:end] if line.strip()],
        log=order.log,
    )


def _unsolvable(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    from condax.build.unsatisfied import find_unsatisfied

    return find_unsatisfied(order, lines) or _other(order, message, lines)


def _contents(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    del lines
    reasons = message.partition(":")[2].strip()
    return VerificationError(
        f"{order.job} does not have the files that its recipe expects: {_one_line(reasons)}",
        hint="compare tests.package_contents with the list of files in the log",
        where=str(order.log),
    )


def _pin(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    del lines
    return RecipeError(
        f"{order.job}: {_one_line(message)}",
        hint="pin_compatible can only name a package of the build or host environment",
        where=str(order.job.recipe),
    )


def _source(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    del lines
    return SystemRefusedError(
        f"a source of {order.job} cannot be had: {_one_line(message)}",
        hint="check the URL and the checksum, or give --source-mirror a folder that has the file",
        where=str(order.job.recipe),
    )


def _missing_file(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    del lines
    return RecipeError(
        f"{order.job}: {_one_line(message)}",
        hint="correct the path in the recipe",
        where=str(order.job.recipe),
    )


def _other(order: WorkOrder, message: str, lines: Sequence[str]) -> CondaxError:
    return ToolFailedError(
        f"rattler-build could not build {order.job}: {_one_line(message)}",
        hint="read the log",
        tail=lines[-TAIL_LINES:],
        log=order.log,
    )


Explain = Callable[["WorkOrder", str, Sequence[str]], CondaxError]

_EXPLANATIONS: tuple[tuple[str, Explain], ...] = (
    ("Script failed", _script),
    ("Failed to resolve dependencies", _unsolvable),
    ("failed package content tests", _contents),
    ("Could not apply pin", _pin),
    ("Failed to download", _source),
    ("hecksum", _source),
    ("No such file or directory", _missing_file),
)
"""What rattler-build's message contains → how to explain it."""


def _refused(line: str, text: str) -> str:
    before = line.partition(text)[0].strip(" :")
    words = text[:1].lower() + text[1:]
    return f"{_one_line(before)[-200:]}: {words}" if before else words


def _one_line(message: str) -> str:
    return " ".join(message.split()).rstrip(".")
