"""Why an environment cannot be resolved: rattler-build says only that it cannot.

The specs it tried are in its log, so the same solver is asked once more, for its reasons.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.build.model import spec_name, spec_names
from condax.errors import SystemRefusedError, ToolNotFoundError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.build.order import WorkOrder
    from condax.errors import CondaxError

PLATFORM_LINE = re.compile(r"^\s*Platform: (\S+)")
SPEC_LINE = re.compile(r"^\s+- (.+)$")
NO_CANDIDATE = re.compile(r"No candidates were found for (\S+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """The environment that could not be resolved."""

    environment: str
    """`build` or `host`."""
    subdir: str
    specs: tuple[str, ...]


def find_unsatisfied(order: WorkOrder, lines: Sequence[str]) -> CondaxError | None:
    """The exception that names package, environment and channels; `None` if all resolves now."""
    attempt = last_attempt(order, lines)
    return asyncio.run(_explain(order, attempt)) if attempt else None


def last_attempt(order: WorkOrder, lines: Sequence[str]) -> Attempt | None:
    """What rattler-build's log says it tried to resolve last."""
    starts = [i for i, line in enumerate(lines) if PLATFORM_LINE.match(line)]
    if not starts:
        return None
    match = PLATFORM_LINE.match(lines[starts[-1]])
    assert match is not None
    specs: list[str] = []
    in_specs = False
    for line in lines[starts[-1] + 1 :]:
        found = SPEC_LINE.match(line)
        if in_specs and not found:
            break
        if in_specs and found:
            specs.append(found.group(1).strip())
        in_specs = in_specs or line.strip() == "Specs:"
    wanted = set(spec_names(order.job.requirements.build))
    is_build = bool(wanted) and wanted <= {spec_name(spec) for spec in specs}
    return Attempt(
        environment="build" if is_build else "host", subdir=match.group(1), specs=tuple(specs)
    )


async def _explain(order: WorkOrder, attempt: Attempt) -> CondaxError | None:
    from rattler import VirtualPackage, solve
    from rattler.exceptions import GatewayError, SolverError

    channels = [channel for channel in order.channels if channel != order.external_channel]
    if attempt.environment == "build":
        channels = list(order.channels)
    where = f"channels: {', '.join(channels) or 'none'}"
    try:
        await solve(
            sources=channels,
            specs=list(attempt.specs),
            platforms=[attempt.subdir, NOARCH.subdir],  # type: ignore[list-item] # any known subdir
            virtual_packages=VirtualPackage.detect(),
        )
    except SolverError as e:
        reason = " ".join(str(e).removeprefix("Cannot solve the request because of:").split())
        return ToolNotFoundError(
            f"the {attempt.environment} environment of {order.job} cannot be resolved: "
            + reason[:1].lower()
            + reason[1:].rstrip(". "),
            hint=await _hint(reason, attempt, channels),
            where=where,
        )
    except GatewayError as e:
        return SystemRefusedError(
            f"a channel cannot be read: {str(e).splitlines()[0]}",
            hint="check its name and the network",
            where=where,
        )
    return None


async def _hint(reason: str, attempt: Attempt, channels: Sequence[str]) -> str:
    """What the channels have of the package that the solver misses."""
    from rattler import Gateway

    match = NO_CANDIDATE.search(reason)
    if match is None:
        return "loosen a version in the recipe, or add a channel: -c conda-forge"
    name = spec_name(match.group(1))
    subdirs = [attempt.subdir, NOARCH.subdir]
    answers = await Gateway().query(channels, subdirs, [name], recursive=False)  # type: ignore[arg-type] # any known subdir
    versions = sorted({f"{r.version} ({r.subdir})" for answer in answers for r in answer})
    if not versions:
        return f"no channel offers {name!r} for {attempt.subdir}: add one, such as -c conda-forge"
    return f"the channels have {name} {', '.join(versions)}: change the version in the recipe"
