"""condax's own recipe, really built from a channel.

`tests/test_repository.py` compares its requirements with those of `pyproject.toml`.
"""

from __future__ import annotations

import asyncio
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from condax.build.render import evaluate, load_recipe
from condax.build.variants import Variants
from condax.channel.archive import PackageSpec, read_info, write_conda
from condax.channel.index import index_channel
from condax.platforms import NOARCH, Platforms, current_platform
from condax.platforms.table import LINUX_64, LINUX_AARCH64

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent.parent
RECIPE = ROOT / "recipes" / "condax" / "recipe.yaml"
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(scope="module")
def stage1() -> dict[str, Any]:
    platforms = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
    [output] = evaluate(load_recipe(RECIPE), RECIPE, platforms, Variants(values={}))
    rendered: dict[str, Any] = output.recipe.to_dict()
    return rendered


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    document: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return document["project"]  # type: ignore[no-any-return] # a table, as the format says


def test_version_and_texts_are_those_of_the_project(
    stage1: dict[str, Any], project: dict[str, Any]
) -> None:
    assert stage1["package"] == {"name": project["name"], "version": project["version"]}
    assert stage1["about"]["license"] == project["license"]
    assert stage1["about"]["homepage"] == project["urls"]["Homepage"]
    [entry_point] = stage1["build"]["python"]["entry_points"]
    command, _, function = str(entry_point).partition(" = ")
    assert project["scripts"] == {command: function}


def packaged(name: str, version: str, files: Path, channel: Path) -> None:
    here = current_platform()
    spec = PackageSpec(name=name, version=version, build="h0_0", subdir=here)
    write_conda(spec, files, channel / here.subdir)


def package_python(folder: Path, channel: Path) -> None:
    """This interpreter as a virtual environment has it: its own program, the library elsewhere."""
    program = Path(sys.executable).resolve()
    (folder / "bin").mkdir(parents=True)
    shutil.copy(program, folder / f"bin/{PYTHON}")
    for alias in ("python", "python3"):
        (folder / "bin" / alias).symlink_to(PYTHON)
    (folder / "pyvenv.cfg").write_text(f"home = {program.parent}\n")
    packaged("python", platform.python_version(), folder, channel)


def package_wheel(name: str, folder: Path, channel: Path) -> None:
    """A distribution from PyPI with all that it needs, in one package."""
    site = folder / "lib" / PYTHON / "site-packages"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(site), name]
    subprocess.run(pip, check=True, capture_output=True)
    [metadata] = site.glob(f"{name}-*.dist-info")
    packaged(name, metadata.stem.partition("-")[2], folder, channel)


@pytest.fixture(scope="module")
def channel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the build needs of a channel, and of the run requirements what `--version` imports."""
    scratch, channel = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("channel")
    package_python(scratch / "python", channel)
    for name in ("pip", "hatchling", "click"):
        package_wheel(name, scratch / name, channel)
    index_channel(channel, (current_platform().subdir, NOARCH.subdir))
    return channel


@pytest.fixture(scope="module")
def package(channel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished package; its own tests need all run requirements, which are not there."""
    output = tmp_path_factory.mktemp("output")
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "condax"), "build", str(RECIPE.parent)),
            *("--target", LINUX_AARCH64.subdir, "--channel", str(channel), "--test", "skip"),
            *("--output-dir", str(output), "--cache-dir", str(output / "cache")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [archive] = (output / NOARCH.subdir).glob("condax-*.conda")
    return archive


@pytest.mark.integration
def test_package_is_one_for_all_platforms(package: Path, project: dict[str, Any]) -> None:
    index = read_info(package, "index.json")
    assert (index["name"], index["version"]) == ("condax", project["version"])
    assert (index["subdir"], index["noarch"]) == ("noarch", "python")
    paths = {entry["_path"] for entry in read_info(package, "paths.json")["paths"]}
    assert "site-packages/condax/cli/main.py" in paths
    assert "site-packages/condax/py.typed" in paths
    assert not {path for path in paths if path.startswith(("bin/", "lib/", "tests/"))}


@pytest.mark.integration
def test_program_of_the_installed_package_says_its_version(
    package: Path, channel: Path, project: dict[str, Any], tmp_path: Path
) -> None:
    """Nothing is resolved: what the program does not import yet is not there."""
    from rattler import Gateway, install

    async def put_together() -> None:
        output = package.parent.parent
        subdirs = [current_platform().subdir, NOARCH.subdir]
        answers = await Gateway().query(
            [output.as_uri(), channel.as_uri()],
            subdirs,  # type: ignore[arg-type] # any known subdir
            ["python", "click", "condax"],
            recursive=False,
        )
        records = [record for answer in answers for record in answer]
        await install(records, target_prefix=tmp_path / "prefix", cache_dir=tmp_path / "cache")

    asyncio.run(put_together())
    program = str(tmp_path / "prefix/bin/condax")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"condax {project['version']}\n"
