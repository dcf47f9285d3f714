"""Why a test environment cannot be had: rattler-build only says that it cannot."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRAPPED = re.compile(r"(-?)\n\s*│ ?")


def why_unsolvable(subdir: str, specs: Sequence[str], channels: Sequence[str]) -> str | None:
    """The solver's words on `specs` for a platform, `None` if they have a solution."""
    problem = asyncio.run(_problem(subdir, specs, channels))
    return f"{unwrap(problem)} ({subdir}; channels: {', '.join(channels)})" if problem else None


def unwrap(text: str) -> str:
    """Text in one line that rattler-build has broken for a terminal, at spaces and hyphens."""
    return " ".join(_WRAPPED.sub(lambda match: match[1] or " ", text).replace("\u00d7", "").split())


async def _problem(subdir: str, specs: Sequence[str], channels: Sequence[str]) -> str | None:
    # Imported here, for it takes longer than a small test and most tests need it not.
    import rattler
    from rattler.exceptions import GatewayError, SolverError

    # The overrides are the ones that rattler-build applies: CONDA_OVERRIDE_GLIBC and its kin.
    overrides = rattler.VirtualPackageOverrides.from_env()
    try:
        await rattler.solve(
            sources=list(channels),
            specs=list(specs),
            platforms=[rattler.Subdir(subdir), rattler.Subdir(NOARCH.subdir)],
            virtual_packages=rattler.VirtualPackage.detect(overrides),
        )
    except (GatewayError, SolverError) as e:
        return str(e)
    return None
