"""Every recipe of the repository, really built, audited and tested for three platforms.

One build of everything is the long part; it is cached for the tests of this module, of which there
is one per recipe and platform.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE

if TYPE_CHECKING:
    from condax.platforms import Platform

ROOT = Path(__file__).parent.parent.parent
TARGETS = (LINUX_64, LINUX_AARCH64, LINUX_PPC64LE)
RECIPES = (
    *("bzip2", "expat", "libffi", "lz4", "ncurses"),
    *("openssl", "readline", "sqlite", "xz", "zlib"),
)

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("recipes")]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path) -> dict[str, Any]:
    """What `condax build recipes` says about all of them."""
    folder = tmp_path_factory.mktemp("recipes")
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "condax"), "build"),
            *(str(ROOT / "recipes" / name) for name in RECIPES),
            *(word for target in TARGETS for word in ("--target", target.subdir)),
            *("--output-dir", str(folder / "channel"), "--json", str(folder / "report.json")),
            *("--cache-dir", str(toolchain_cache), "--jobs", "2"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (folder / "report.json").exists(), done.stdout + done.stderr
    content: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("recipe", RECIPES)
def test_recipe_is_built_and_tested(report: dict[str, Any], recipe: str, target: Platform) -> None:
    jobs = [
        job
        for job in report["jobs"]
        if Path(job["recipe"]).parent.name == recipe and job["subdir"] == target.subdir
    ]
    assert jobs, f"no job of {recipe} for {target}"
    for job in jobs:
        assert job["state"] == "built", job
        assert job["tests"]["verdict"] == "passed", job


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_index_names_what_is_there(report: dict[str, Any], target: Platform) -> None:
    folder = Path(report["channel"].removeprefix("file://")) / target.subdir
    repodata = json.loads((folder / "repodata.json").read_text(encoding="utf-8"))
    assert set(repodata["packages.conda"]) == {path.name for path in folder.glob("*.conda")}
