from __future__ import annotations

import sys

import pytest

from condax.python.model import PythonVersion


@pytest.mark.parametrize(
    ("level", "serial", "text"),
    [("final", 0, "3.14.1"), ("beta", 2, "3.14.1b2"), ("candidate", 1, "3.14.1rc1")],
)
def test_versions_are_written_as_python_does(level: str, serial: int, text: str) -> None:
    version = PythonVersion(major=3, minor=14, micro=1, releaselevel=level, serial=serial)
    assert str(version) == text


def test_hexversion_is_the_interpreters() -> None:
    info = sys.version_info
    own = PythonVersion(
        major=info.major,
        minor=info.minor,
        micro=info.micro,
        releaselevel=info.releaselevel,
        serial=info.serial,
    )
    assert own.hexversion == sys.hexversion
