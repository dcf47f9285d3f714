from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.wheels.made import write_wheel

from condax.channel.archive import EPOCH, read_index
from condax.errors import ToolFailedError, VerificationError
from condax.wheels import convert_wheel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.integration
def test_a_wheel_becomes_a_noarch_package_with_its_requirements(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "tool", "2.0", requires=["helper>=1.5"])
    package = convert_wheel(wheel, "tool", tmp_path / "out", os.environ)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [package.name]
    index = read_index(package)
    assert (index["name"], index["version"], index["noarch"]) == ("tool", "2.0", "python")
    assert "helper >=1.5" in index["depends"]


@pytest.mark.integration
def test_a_wheel_becomes_the_same_package_at_any_time(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "tool", "2.0")
    packages = [
        convert_wheel(wheel, "tool", tmp_path / name, os.environ) for name in ("one", "two")
    ]
    one, two = (package.read_bytes() for package in packages)
    assert one == two
    assert read_index(packages[0])["timestamp"] == EPOCH * 1000


@pytest.mark.integration
def test_a_package_has_the_name_that_is_asked_for(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "typing-extensions", "4.0")
    package = convert_wheel(wheel, "typing_extensions", tmp_path / "out", os.environ)
    assert package.name == "typing_extensions-4.0-py_0.conda"
    assert read_index(package)["name"] == "typing_extensions"


@pytest.mark.integration
def test_a_damaged_wheel_is_named_with_what_whl2conda_says(tmp_path: Path) -> None:
    wheel = tmp_path / "tool-2.0-py3-none-any.whl"
    wheel.write_bytes(b"no archive")
    with pytest.raises(ToolFailedError, match="no package of tool") as caught:
        convert_wheel(wheel, wheel.name.split("-")[0], tmp_path / "out", os.environ)
    assert caught.value.tail
    assert list((tmp_path / "out").iterdir()) == []


def test_a_wheel_with_compiled_parts_is_refused(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "fast", "1.0", tag="cp313-cp313-linux_x86_64")
    with pytest.raises(VerificationError, match="not a wheel for any platform"):
        convert_wheel(wheel, wheel.name.split("-")[0], tmp_path / "out", os.environ)
