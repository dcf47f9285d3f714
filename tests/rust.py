"""The machine's Rust, Debian's, and its standard library of other platforms."""

from __future__ import annotations

import functools
import subprocess
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from tests.conftest import missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.platforms import Platform

MATURIN = "maturin==1.16.0"
"""What PyPI has for the tests: it works with the cargo of Debian's bookworm."""
APT = """\
APT::Architecture "amd64";
APT::Architectures {{ "amd64"; "{arch}"; }};
APT::Sandbox::User "";
Dir::State "{folder}/state";
Dir::State::status "/dev/null";
Dir::Cache "{folder}/cache";
"""


@pytest.fixture(scope="session")
def rust_library_of(toolchain_cache: Path) -> Callable[[Platform], Path]:
    """A sysroot of Debian's rustc with the target's library, unpacked and not installed."""

    @functools.cache
    def find(target: Platform) -> Path:
        asked = subprocess.run(
            ["/usr/bin/dpkg-query", "-W", "-f", "${Version}", "rustc"],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            missing("rustc", "Debian's rustc is not installed")
        folder = toolchain_cache / "debian-rust" / f"{target.subdir}-{asked.stdout}"
        for name in ("state/lists/partial", "cache/archives/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "apt.conf").write_text(APT.format(arch=target.debian_arch, folder=folder))
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "APT_CONFIG": str(folder / "apt.conf")}
        package = f"libstd-rust-dev:{target.debian_arch}={asked.stdout}"
        with FileLock(f"{folder}.lock"):
            if not (folder / "usr").exists():
                # One suite out of reach is no reason to stop: the download tells.
                subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
                command = ["apt-get", "download", "-qq", package]
                subprocess.run(command, cwd=folder, env=env, check=True)
                [archive] = folder.glob("*.deb")
                subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)
                archive.unlink()
        return folder / "usr"

    return find
