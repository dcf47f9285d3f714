"""One build of the repository's recipes for all tests that need what comes out of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from tests.conftest import missing

from condax.errors import ToolNotFoundError
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform

ROOT = Path(__file__).parent.parent.parent
TARGETS = (LINUX_64, LINUX_AARCH64, LINUX_PPC64LE)
CROSS_TARGETS = (LINUX_AARCH64, LINUX_PPC64LE)
RECIPES = (
    *("bzip2", "cppunit", "expat", "hdf5", "jsoncpp", "libffi", "libjpeg-turbo"),
    *("libprotobuf", "lz4", "ncurses", "openssl", "python", "python_abi", "readline", "snappy"),
    *("sqlite", "wayland", "xz", "zlib"),
)
ONE_PYTHON = ("-m", str(Path(__file__).with_name("one-python.yaml")))
"""Options for recipes that have a variant for each Python."""

EXTENSIONS = ("cffi", "sizes", "words")
"""Packages of compiled code for Python, by four build systems."""


def build(
    recipes: Sequence[Path],
    folder: Path,
    cache: Path,
    *options: str,
    targets: Sequence[Platform] = TARGETS,
) -> dict[str, Any]:
    """The report of `condax build`; the channel is in `folder`."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "condax"), "build"),
            *map(str, recipes),
            *(word for target in targets for word in ("--target", target.subdir)),
            *("--output-dir", str(folder / "channel"), "--json", str(folder / "report.json")),
            *("--cache-dir", str(cache), *options),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (folder / "report.json").exists(), done.stdout + done.stderr
    content: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return content


def build_once(
    recipes: Sequence[Path],
    folder: Path,
    cache: Path,
    *options: str,
    targets: Sequence[Platform] = TARGETS,
) -> dict[str, Any]:
    """The same for a folder that all workers share: the first one builds, others wait for it."""
    with FileLock(folder.with_suffix(".lock")):
        if (report := folder / "report.json").exists():
            content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
            return content
        assert not folder.exists(), f"another worker's build left no report in {folder}"
        folder.mkdir()
        return build(recipes, folder, cache, *options, targets=targets)


def require_tools(jobs: Sequence[dict[str, Any]]) -> None:
    """Skip where a build tool is missing that only the machine could have had."""
    for job in jobs:
        if job["error"] and job["error"]["type"] == ToolNotFoundError.__name__:
            missing(job["name"], job["error"]["message"])


def jobs_of(report: dict[str, Any], recipe: str, target: Platform) -> list[dict[str, Any]]:
    """What the report says of one recipe's packages for one platform, noarch ones included."""
    return [
        job
        for job in report["jobs"]
        if Path(job["recipe"]).parent.name == recipe and job["subdir"] in {target.subdir, "noarch"}
    ]


@pytest.fixture(scope="session")
def report(run_folder: Path, toolchain_cache: Path) -> dict[str, Any]:
    """What `condax build recipes` says about all of them."""
    recipes = [ROOT / "recipes" / name for name in RECIPES]
    options = (*ONE_PYTHON, "--jobs", "2")
    return build_once(recipes, run_folder / "recipes", toolchain_cache, *options)


@pytest.fixture(scope="session")
def channel(report: dict[str, Any]) -> str:
    """URL of the channel with Python in it."""
    return str(report["channel"])


@pytest.fixture(scope="session")
def cython(channel: str, run_folder: Path, toolchain_cache: Path) -> dict[str, Any]:
    """Cython for the machine that builds; `recipes/wheels.txt` has what it is built with."""
    folder, recipe = run_folder / "cython", ROOT / "recipes/cython"
    options = (*ONE_PYTHON, "-c", channel)
    return build_once([recipe], folder, toolchain_cache, *options, targets=[LINUX_64])


@pytest.fixture(scope="session")
def numpy(
    cython: dict[str, Any], channel: str, run_folder: Path, toolchain_cache: Path
) -> dict[str, Any]:
    """NumPy, built with it."""
    folder = run_folder / "numpy"
    folder.mkdir()
    options = (*ONE_PYTHON, "-c", cython["channel"], "-c", channel)
    recipe = ROOT / "recipes/numpy"
    return build([recipe], folder, toolchain_cache, *options, targets=CROSS_TARGETS)


@pytest.fixture(scope="session")
def extensions(channel: str, run_folder: Path, toolchain_cache: Path) -> dict[str, Any]:
    """Extensions of several build systems, built for three platforms."""
    recipes = [ROOT / "recipes" / name for name in EXTENSIONS]
    options = (*ONE_PYTHON, "-c", channel)
    return build_once(recipes, run_folder / "extensions", toolchain_cache, *options)
