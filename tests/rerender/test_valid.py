"""What is rendered satisfies the published schemas, ShellCheck and Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.rerender.conftest import SHAPES, write_shape
from tests.rerender.test_render import EVERYTHING

from condax.rerender import apply_changes, load_feedstock, load_pinning, render_feedstock, rerender

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.rerender import Pinning

pytestmark = pytest.mark.integration

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


@pytest.fixture(scope="module")
def every_shape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflows and scripts of all shapes, each text once, in folders like a feedstock's."""
    pinning = load_pinning(SHAPES / "pinning.yaml")
    folder = tmp_path_factory.mktemp("every-shape")
    seen: set[str] = set()
    for shape in sorted(path.stem for path in SHAPES.glob("*.txt")):
        feedstock = load_feedstock(write_shape(shape, folder / f"{shape}-feedstock"))
        is_v1 = feedstock.config.uses_rattler_build
        tree = render_feedstock(feedstock, pinning, with_zig=is_v1).tree
        for path in sorted(each for each in tree if each.endswith((".yml", ".sh"))):
            if tree[path] not in seen:
                place = folder / Path(path).parent / f"{shape}-{Path(path).name}"
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(tree[path], encoding="utf-8")
            seen.add(tree[path])
    return folder


WORKFLOWS = (".github/workflows/*.yml",)
PIPELINES = ("*azure-pipelines.yml", ".azure-pipelines/*.yml")


def check_schema(folder: Path, schema: str, patterns: tuple[str, ...]) -> None:
    paths = sorted(str(path) for pattern in patterns for path in folder.glob(pattern))
    assert len(paths) >= len(patterns)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def check_with(program: str, files: list[Path]) -> None:
    assert files
    done = subprocess.run([program, *map(str, files)], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_workflows_satisfy_their_schema(written: Path) -> None:
    check_schema(written, "vendor.github-workflows", WORKFLOWS)


def test_pipelines_satisfy_their_schema(written: Path) -> None:
    check_schema(written, "vendor.azure-pipelines", PIPELINES)


def test_the_yaml_of_every_shape_satisfies_its_schema(every_shape: Path) -> None:
    check_schema(every_shape, "vendor.github-workflows", WORKFLOWS)
    check_schema(every_shape, "vendor.azure-pipelines", PIPELINES)


def test_actionlint_finds_nothing_in_the_workflows(
    written: Path, every_shape: Path, require: Callable[[str], str]
) -> None:
    files = [*written.glob(WORKFLOWS[0]), *every_shape.glob(WORKFLOWS[0])]
    check_with(require("actionlint"), files)


def test_shellcheck_finds_nothing_in_the_scripts(
    written: Path, every_shape: Path, require: Callable[[str], str]
) -> None:
    own = sorted(written.glob(".scripts/*.sh"))
    assert len(own) == 6
    check_with(require("shellcheck"), [*own, *every_shape.glob(".scripts/*.sh")])


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
