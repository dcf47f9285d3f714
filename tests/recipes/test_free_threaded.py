"""The Python without the global lock: who it says that it is, and who the one in disguise says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipes.conftest import ROOT, build, jobs_of
from tests.recipes.interpreters import CONFORMS, Installer, conform, record_again

from condax import audit_artifact, context_for, load_artifact
from condax.platforms import current_platform
from condax.platforms.table import LINUX_64, LINUX_PPC64LE
from condax.python import describe_python, lint_build_details, open_tree
from condax.python.identity import GOLDENS
from condax.toolchain import ensure_toolchain

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("recipes/numpy")]

VARIANT = 'python: ["3.13"]\nfreethreading: ["yes"]\n'

TARGET = LINUX_PPC64LE
"""One foreign platform: another CPython for each is a minute."""

PYTHON = "python 3.13.* *_cp313t"
ASKED = (PYTHON, "packaging", "pybind11", "setuptools")
"""What has to be there for the questions of the identity contract that were recorded."""


@pytest.fixture(scope="session")
def free(
    channel: str, tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("free")
    (folder / "python.yaml").write_text(VARIANT)
    recipes = [ROOT / "recipes/python", ROOT / "recipes/python_abi"]
    options = ("-c", channel, "-m", str(folder / "python.yaml"), "--test", "native")
    return build(recipes, folder, toolchain_cache, *options, targets=[LINUX_64, TARGET])


@pytest.fixture
def installer(
    free: dict[str, Any], extensions: dict[str, Any], channel: str, toolchain_cache: Path
) -> Installer:
    toolchain = ensure_toolchain(build=current_platform(), targets=[TARGET], cache=toolchain_cache)
    channels = (toolchain.url, free["channel"], extensions["channel"], channel)
    return Installer(channels=channels, cache=toolchain_cache / "pkgs")


@pytest.mark.parametrize("target", [LINUX_64, TARGET], ids=str)
def test_the_package_is_free_threaded(free: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(free, "python", target)
    assert job["state"] == "built", job
    artifact = load_artifact(Path(job["archive"]))
    assert not audit_artifact(artifact.path, context=context_for(artifact)).errors
    tree = open_tree(artifact.path)
    assert lint_build_details(tree, "lib/python3.13t") == ()
    python = describe_python(tree)
    assert (python.subdir, python.abi_flags) == (target.subdir, "t")


def test_recorded_answers_are_those_of_the_real_interpreter(
    installer: Installer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    prefix = installer.install(tmp_path / "env", TARGET, *ASKED)
    again = record_again(prefix, TARGET, update=request.config.getoption("--update-golden"))
    assert again == (GOLDENS / "t" / f"{TARGET}.json").read_text(encoding="utf-8")


def test_the_cross_interpreter_answers_as_the_real_one(
    installer: Installer, tmp_path: Path
) -> None:
    tools = (f"cross-python_{TARGET}", f"zigcc_{TARGET}")
    own = installer.install(tmp_path / "build_env", LINUX_64, PYTHON, *tools)
    host = installer.install(tmp_path / "host_env", TARGET, *ASKED)
    done = conform(own, host, "import packaging, pybind11")
    assert (done.returncode, done.stdout) == (0, CONFORMS), done.stderr
