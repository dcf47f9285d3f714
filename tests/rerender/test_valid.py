"""What is rendered satisfies the published schemas, ShellCheck and Python."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.rerender.test_render import EVERYTHING

from condax.rerender import apply_changes, rerender

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.rerender import Pinning

ANOTHER = EVERYTHING.replace("conda_build_tool: rattler-build", "conda_build_tool: conda-build")
OTHERS = ANOTHER.replace("pixi", "micromamba").replace("native_and_emulated", "native")


@pytest.fixture(params=["rattler-build", "conda-build"])
def written(
    request: pytest.FixtureRequest, feedstock: Callable[[str], Path], pinning: Pinning
) -> Path:
    is_v1 = request.param == "rattler-build"
    folder = feedstock(EVERYTHING if is_v1 else OTHERS)
    _, changes = rerender(folder, pinning, with_zig=is_v1)
    apply_changes(folder, changes)
    return folder


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.azure-pipelines", "azure-pipelines.yml"),
        ("vendor.azure-pipelines", ".azure-pipelines/*.yml"),
    ],
    ids=["github", "azure", "azure-parts"],
)
def test_workflows_satisfy_their_schema(written: Path, schema: str, files: str) -> None:
    paths = sorted(map(str, written.glob(files)))
    assert paths
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_actionlint_finds_nothing_in_the_workflows(
    written: Path, require: Callable[[str], str]
) -> None:
    workflows = sorted(map(str, (written / ".github/workflows").glob("*.yml")))
    assert workflows
    done = subprocess.run([require("actionlint"), *workflows], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_shellcheck_finds_nothing_in_the_scripts(
    written: Path, require: Callable[[str], str]
) -> None:
    scripts = sorted(map(str, (written / ".scripts").glob("*.sh")))
    done = subprocess.run([require("shellcheck"), *scripts], capture_output=True, text=True)
    assert done.stdout == ""
    assert len(scripts) == 6


def test_build_locally_lists_and_refuses(written: Path) -> None:
    script = [sys.executable, str(written / "build-locally.py")]
    done = subprocess.run([*script, "linux_65_"], capture_output=True, text=True)
    assert "there is no configuration 'linux_65_'" in done.stderr
    asked = subprocess.run(
        [*script, "--filter", "linux_*"], input="9\n", capture_output=True, text=True
    )
    assert "1. linux_64_\n" in asked.stdout
    assert "'9' is no number of the list" in asked.stderr


def test_pixi_toml_is_toml(written: Path) -> None:
    if sys.version_info < (3, 11):
        import tomli as tomllib
    else:
        import tomllib

    path = written / "pixi.toml"
    if not path.exists():
        assert "pixi" not in (written / "conda-forge.yml").read_text()
        return
    document = tomllib.loads(path.read_text())
    assert document["workspace"]["platforms"] == ["linux-64", "osx-64", "win-64"]
    assert document["dependencies"]["conda-forge-ci-setup"] == "4.*"
    assert "build-linux_aarch64_" in document["tasks"]
