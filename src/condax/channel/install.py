"""Conda environments, solved and installed by rattler, each made once and never half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import NOARCH
from condax.system.files import refusals, remove_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from condax.platforms import Platform


def ensure_environment(
    specs: Sequence[str], *, channel: str, platform: Platform, prefix: Path, cache: Path
) -> None:
    """Install `specs` from `channel` into `prefix`, unless it is there already.

    Whether it is there is asked by the folder's name only: put what decides its content there.
    `cache` receives the unpacked packages. Safe against other processes that do the same.
    """
    # Who only imports this does not pay for them.
    import asyncio

    from filelock import FileLock

    with refusals(prefix.parent):
        prefix.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{prefix}.lock"):
        if prefix.exists():
            return
        fresh = prefix.with_name(f"{prefix.name}.new")
        remove_tree(fresh)
        asyncio.run(_install(specs, channel, platform, fresh, cache))
        fresh.rename(prefix)


async def _install(
    specs: Sequence[str], channel: str, platform: Platform, prefix: Path, cache: Path
) -> None:
    import rattler  # which takes longer to import than all of condax

    records = await rattler.solve(
        [channel],
        [*specs],
        platforms=[rattler.Subdir(platform.subdir), rattler.Subdir(NOARCH.subdir)],
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(records, prefix, cache_dir=cache, show_progress=False)
