"""What the README and the tutorial tell a reader to type, typed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NOT_CLONED = {".git", ".venv", "output", "site", "build", "dist"}
"""What lies beside the sources at the top of a tree that was worked in."""


def commands_of(page: Path) -> list[str]:
    """Lines of every `sh` block, but for the test command: that one is running this test."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    return [line for line in lines if "pytest" not in line]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree as a fresh clone has it, without what earlier runs left."""
    folder = tmp_path_factory.mktemp("clone") / "condax"

    def ignored(path: str, names: list[str]) -> set[str]:
        top = NOT_CLONED if Path(path) == ROOT else set()
        return {name for name in names if name in top or name.endswith("cache__")}

    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


@pytest.mark.integration
@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_every_command_of_the_page_works(clone: Path, page: str) -> None:
    commands = commands_of(clone / page)
    assert any("condax build" in command for command in commands)
    # The interpreter that runs the tests stands for the reader's python3.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    env.pop("VIRTUAL_ENV", None)
    for command in commands:
        done = subprocess.run(
            ["bash", "-c", command], cwd=clone, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    packages = {path.parent.name for path in (clone / "output").glob("*/*.conda")}
    assert "linux-aarch64" in packages


@pytest.mark.integration
def test_the_site_builds_strictly(clone: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=clone,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "tutorial" / "index.html").exists()
