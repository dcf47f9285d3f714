"""Rattler's package cache without the package under test.

rattler-build reads a package's tests from the cache's folder of that name, version and build, and
does not compare its hash (0.73): of a package that was built again, and installed somewhere in
between, the earlier tests would run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "RATTLER_CACHE_DIR"
_PACKAGES = "pkgs"
_REPODATA = "repodata"


def rattler_cache(env: Mapping[str, str]) -> Path:
    """Where rattler keeps packages and repodata, as its crate `rattler_cache` decides."""
    if env.get(VARIABLE):
        return Path(env[VARIABLE])
    home = env.get("HOME") or str(Path("~").expanduser())
    return Path(env.get("XDG_CACHE_HOME") or f"{home}/.cache", "rattler/cache")


def view_without(artifact: Path, cache: Path, view: Path) -> None:
    """Make `view` a folder of links into `cache` that lacks `artifact`.

    rattler-build only reads packages there; those it fetches for a test go to a folder of its own.
    """
    own = artifact.name.removesuffix(".conda").removesuffix(".tar.bz2")
    (view / _PACKAGES).mkdir(parents=True)
    (cache / _REPODATA).mkdir(parents=True, exist_ok=True)
    (view / _REPODATA).symlink_to(cache / _REPODATA)
    if not (cache / _PACKAGES).is_dir():
        return
    with os.scandir(cache / _PACKAGES) as entries:
        for entry in entries:
            if not entry.name.startswith(own):
                (view / _PACKAGES / entry.name).symlink_to(entry.path)
