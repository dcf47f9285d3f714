"""Environments from channels, and who the Pythons in them say that they are."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rattler
from tests.conftest import missing

from condax.emulation import find_emulation
from condax.platforms import current_platform
from condax.python import describe_python, identity, open_tree
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform

CONFORMS = "every answer is the target's\n"
"""What `condax conform` prints where nothing differs."""


@dataclass(frozen=True, kw_only=True)
class Installer:
    """Makes environments from the channels of a test."""

    channels: Sequence[str]
    cache: Path

    def install(self, prefix: Path, platform: Platform, *specs: str) -> Path:
        asyncio.run(self._install(prefix, platform, specs))
        return prefix

    async def _install(self, prefix: Path, platform: Platform, specs: Sequence[str]) -> None:
        subdirs: list[Any] = [platform.subdir, "noarch"]
        records = await rattler.solve(
            list(self.channels),
            list(specs),
            platforms=subdirs,
            virtual_packages=rattler.VirtualPackage.detect(),
        )
        await rattler.install(
            records,
            prefix,
            cache_dir=self.cache,
            platform=rattler.Subdir(platform.subdir),
            show_progress=False,
        )


def answers_of_the_real_one(prefix: Path, target: Platform) -> dict[str, str]:
    """What the target's own interpreter says, under emulation."""
    emulation = find_emulation(target, current_platform(), env=os.environ)
    if not emulation.is_available:
        missing("qemu", emulation.reason)
    environment = {"PATH": os.environ["PATH"], **emulation.environment}
    return identity.ask(emulation.wrap([f"{prefix}/bin/python"]), env=environment, run=run)


def record_again(prefix: Path, target: Platform, *, update: bool) -> str:
    """The text of a golden file for the Python of a prefix; with `update` it becomes the golden."""
    python = describe_python(open_tree(prefix))
    answers = answers_of_the_real_one(prefix, target)
    again = prefix.with_name("again.json")
    identity.record(answers, python, str(prefix), again)
    text = again.read_text(encoding="utf-8")
    if update:
        (identity.GOLDENS / python.abi_flags / f"{target}.json").write_text(text, encoding="utf-8")
    return text


def conform(own: Path, host: Path, imports: str) -> subprocess.CompletedProcess[str]:
    """`condax conform` as a build script would call it: build environment `own` is active."""
    environment = {
        "PATH": f"{own}/bin:{os.environ['PATH']}",
        "CONDA_PREFIX": str(own),
        "BUILD_PREFIX": str(own),
        "PREFIX": str(host),
        "SRC_DIR": str(host.parent),
        "CONDA_BUILD": "1",
    }
    condax = Path(sys.executable).with_name("condax")
    activate = "for script in $CONDA_PREFIX/etc/conda/activate.d/*.sh; do . $script; done"
    return subprocess.run(
        ["sh", "-ec", f"{activate} >&2; {condax} conform; python -c '{imports}'"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
