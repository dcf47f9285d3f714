"""Why a test environment cannot be had: rattler-build only says that it cannot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Environment:
    """What is to be installed together."""

    name: str
    """E.g. `test environment`."""
    subdir: str
    specs: tuple[str, ...]
    channels: tuple[str, ...]


def why_unsolvable(environments: tuple[Environment, ...]) -> str | None:
    """The solver's words on the first environment without a solution, `None` if all have one."""
    for environment in environments:
        problem = asyncio.run(_problem(environment))
        if problem:
            channels = ", ".join(environment.channels) or "none"
            return (
                f"the {environment.name} for {environment.subdir}: {problem} (channels: {channels})"
            )
    return None


async def _problem(environment: Environment) -> str | None:
    # Imported here, for it takes longer than a small test and most tests need it not.
    import rattler
    from rattler.exceptions import GatewayError, SolverError

    # The overrides are the ones that rattler-build applies: CONDA_OVERRIDE_GLIBC and its kin.
    overrides = rattler.VirtualPackageOverrides.from_env()
    try:
        await rattler.solve(
            sources=list(environment.channels),
            specs=list(environment.specs),
            platforms=[rattler.Subdir(environment.subdir), rattler.Subdir("noarch")],
            virtual_packages=rattler.VirtualPackage.detect(overrides),
        )
    except (GatewayError, SolverError) as e:
        return " ".join(str(e).split())
    return None
