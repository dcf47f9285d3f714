"""A program whose code is generated: protoc runs here, its library is the target's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipes.conftest import CROSS_TARGETS, build, jobs_of

from condax import load_artifact

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = pytest.mark.integration

RECIPE = Path(__file__).parent / "protobuf"


@pytest.fixture(scope="session")
def letters(
    channel: str, tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("protobuf")
    return build([RECIPE], folder, toolchain_cache, "-c", channel, targets=CROSS_TARGETS)


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_protoc_of_this_machine_writes_the_code(letters: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(letters, RECIPE.name, target)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
    [protoc] = [
        line.rpartition("protoc: ")[2]
        for line in Path(job["log"]).read_text(encoding="utf-8").splitlines()
        if "protoc: " in line
    ]
    assert "$BUILD_PREFIX" in protoc, protoc
    program = load_artifact(Path(job["archive"])).elf_files["bin/letters"]
    assert program.machine == target.elf_machine
    assert "libprotobuf.so.32" in program.needed
