"""pip itself chooses, from a folder of wheels instead of an index."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.wheels.made import write_wheel

from condax.errors import ToolFailedError
from condax.system.files import sha256_of
from condax.system.process import run
from condax.wheels import choose_wheels
from condax.wheels.choose import recorded_sha256

if TYPE_CHECKING:
    from pathlib import Path

    from condax.wheels import WheelPin

pytestmark = pytest.mark.integration


def choose(folder: Path, *requirements: str) -> tuple[WheelPin, ...]:
    env = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}
    return choose_wheels(requirements, python="3.13", env=env, run=run)


def test_dependencies_come_along_in_the_version_that_fits(tmp_path: Path) -> None:
    write_wheel(tmp_path, "tool", "2.0", requires=["Helper_X<2"])
    one = write_wheel(tmp_path, "helper-x", "1.5")
    write_wheel(tmp_path, "helper-x", "2.0")
    pins = {pin.name: pin for pin in choose(tmp_path, "tool")}
    assert {name: pin.version for name, pin in pins.items()} == {"tool": "2.0", "helper-x": "1.5"}
    assert pins["helper-x"].sha256 == sha256_of(one)


@pytest.mark.parametrize(
    "archive_info",
    [
        {"hash": "sha256=4721f391"},
        {"hashes": {"sha256": "4721f391"}},
        {"hash": "md5=d41d8cd9", "hashes": {"md5": "d41d8cd9", "sha256": "4721f391"}},
    ],
    ids=["pip 23.0", "without the old field", "both"],
)
def test_digests_of_old_and_new_reports(archive_info: dict[str, object]) -> None:
    assert recorded_sha256(archive_info) == "4721f391"


def test_a_project_with_compiled_wheels_only_is_refused(tmp_path: Path) -> None:
    write_wheel(tmp_path, "fast", "1.0", tag="cp313-cp313-manylinux_2_17_x86_64")
    with pytest.raises(ToolFailedError, match="no wheels in pure Python for fast") as caught:
        choose(tmp_path, "fast")
    assert any("fast" in line for line in caught.value.tail)
