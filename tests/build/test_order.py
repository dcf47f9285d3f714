from __future__ import annotations

from pathlib import Path

from condax.build.model import Job, Requirements
from condax.build.options import Engine, Keep, RunTests
from condax.build.order import WorkOrder, order_from_json
from condax.platforms import NOARCH, Platforms, get_platform


def test_an_order_survives_the_way_to_the_worker() -> None:
    order = WorkOrder(
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
        stage=Path("/cache/work/stages/0123-0"),
    )
    assert order_from_json(order.to_json()) == order
