"""NumPy from its sources for two foreign platforms, with a Cython that is compiled for this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipes.conftest import CROSS_TARGETS, build, jobs_of

from condax import load_artifact
from condax.platforms.table import LINUX_64

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("recipes/numpy")]

every_target = pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)


def test_cython_is_compiled_for_the_build_machine(cython: dict[str, Any]) -> None:
    [job] = jobs_of(cython, "cython", LINUX_64)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job


@every_target
def test_numpy_is_built_and_passes_its_tests(numpy: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(numpy, "numpy", target)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job


@every_target
def test_every_extension_is_the_targets(numpy: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(numpy, "numpy", target)
    artifact = load_artifact(Path(job["archive"]))
    suffix = f".cpython-313-{target.debian_triplet}.so"
    assert "_multiarray_umath" + suffix in {Path(name).name for name in artifact.elf_files}
    assert all(name.endswith(suffix) for name in artifact.elf_files)
    assert {elf.machine for elf in artifact.elf_files.values()} == {target.elf_machine}


@pytest.fixture(scope="session")
def extension(
    numpy: dict[str, Any],
    channel: str,
    tmp_path_factory: pytest.TempPathFactory,
    toolchain_cache: Path,
) -> dict[str, Any]:
    """An extension that takes NumPy's headers through CMake; no NumPy runs while it is built."""
    folder = tmp_path_factory.mktemp("sums")
    channels = ("-c", numpy["channel"], "-c", channel)
    recipe = Path(__file__).parent / "python/numpy-extension"
    return build([recipe], folder, toolchain_cache, *channels, targets=CROSS_TARGETS)


@every_target
def test_cmake_finds_the_numpy_of_the_host(extension: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(extension, "numpy-extension", target)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
    artifact = load_artifact(Path(job["archive"]))
    assert "numpy >=1.23,<3" in artifact.depends
    [module] = [Path(name).name for name in artifact.elf_files]
    assert module == f"_sums.cpython-313-{target.debian_triplet}.so"
