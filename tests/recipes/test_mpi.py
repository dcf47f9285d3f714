"""mpi4py for two foreign platforms: Open MPI's compiler of this machine, headers of the target.

A stub stands in for Open MPI, see its recipe; what recipes do about `mpicc` is the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipes.conftest import CROSS_TARGETS, build, jobs_of

from condax import load_artifact

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = pytest.mark.integration

RECIPES = Path(__file__).parent / "python"


@pytest.fixture(scope="session")
def mpi4py(
    cython: dict[str, Any],
    channel: str,
    tmp_path_factory: pytest.TempPathFactory,
    toolchain_cache: Path,
) -> dict[str, Any]:
    recipes = [RECIPES / "mpi-stub", RECIPES / "mpi4py"]
    folder = tmp_path_factory.mktemp("mpi4py")
    channels = ("-c", cython["channel"], "-c", channel)
    return build(recipes, folder, toolchain_cache, *channels, targets=CROSS_TARGETS)


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_mpicc_compiles_for_the_host(mpi4py: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(mpi4py, "mpi4py", target)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
    artifact = load_artifact(Path(job["archive"]))
    [name] = [name for name in artifact.elf_files if "/MPI." in name]
    assert artifact.elf_files[name].machine == target.elf_machine
    # The header says which installation it is from.
    content = bytes(artifact.files[name].content)
    assert f"MPI of {target}".encode() in content
    assert b"MPI of linux-64" not in content
