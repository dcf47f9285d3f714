from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from condax.build.model import Job, Requirements
from condax.build.options import Engine, Keep, RunTests
from condax.build.order import FILLER, WorkOrder, order_from_json
from condax.build.payload import PLACEHOLDER_LENGTH
from condax.build.workroom import LONGEST_FOLDER
from condax.platforms import NOARCH, Platforms, get_platform

ORDER = WorkOrder(
    job=Job(
        recipe=Path("/recipes/a/recipe.yaml"),
        name="a",
        version="1.0",
        build="h0_0",
        platforms=Platforms(
            build=get_platform("linux-64"), host=get_platform("linux-aarch64"), target=NOARCH
        ),
        variant={"python": "3.12", "number": 1, "flag": True},
        config={"python": ("3.12",), "numpy": ("1", 2)},
        zip_keys=(("python", "numpy"),),
        requirements=Requirements(build=("make",), test=("b >=1",)),
        inherits="all",
        stage="0123",
    ),
    channels=("file:///output", "conda-forge"),
    work=Path("/cache/work"),
    staging=Path("/output/.condax/run"),
    log=Path("/output/logs/a.log"),
    epoch=1700000000,
    engine=Engine.BINARY,
    keep=Keep.FOLDER,
    test=RunTests.NATIVE,
    libc_floor="2.17",
    cache=Path("/cache"),
    search_path="/usr/bin",
    source_mirrors=("/mirror",),
    offline=True,
    stage=Path("/cache/stages/0123-0"),
)


def test_an_order_survives_the_way_to_the_worker() -> None:
    assert order_from_json(ORDER.to_json()) == ORDER


@pytest.mark.parametrize("letter", ["x", "ä"])
@pytest.mark.parametrize("stage", [None, Path("/cache/stages/0123-0")], ids=["alone", "stage"])
def test_every_host_prefix_ends_alike(stage: Path | None, letter: str) -> None:
    """Whatever the length of the folder; rattler-build fills the prefix up and cuts it off."""
    ends = set()
    for length in range(1, 60):
        order = replace(ORDER, work=Path("/cache" + letter * length), stage=stage)
        assert len(os.fsencode(order.build_folder)) <= LONGEST_FOLDER
        prefix = os.fsencode(order.build_folder / "host_env") + FILLER.encode() * PLACEHOLDER_LENGTH
        ends.add(prefix[:PLACEHOLDER_LENGTH][LONGEST_FOLDER + len("/host_env") :])
    assert len(ends) == 1
