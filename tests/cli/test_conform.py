from __future__ import annotations

import json
import platform
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from condax.cli.conform import command
from condax.errors import UsageError

MODULE = "lib/python{}/lib-dynload/math.cpython-{}-aarch64-linux-gnu.so"
LANGUAGE = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    """A host prefix whose Python is this one, without any disguise."""
    path = tmp_path / "env" / MODULE.format(LANGUAGE, LANGUAGE.replace(".", ""))
    path.parent.mkdir(parents=True)
    path.touch()
    (tmp_path / "env/bin").mkdir()
    (tmp_path / "env/bin/python").symlink_to(Path(sys.executable).resolve())
    return tmp_path / "env"


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    path = tmp_path / "golden.json"
    machines = {"os.uname().machine": "'aarch64'", "os.name": "'posix'"}
    path.write_text(json.dumps(machines), encoding="utf-8")
    return path


def test_an_undisguised_python_is_told_apart(prefix: Path, golden: Path) -> None:
    result = CliRunner().invoke(command, [str(prefix), "--golden", str(golden)])
    assert result.exit_code == 8
    assert result.output == (
        f"os.uname().machine\n  - 'aarch64'\n  + {platform.machine()!r}\n\n1 answer differs\n"
    )


def test_differences_are_printed_for_programs(prefix: Path, golden: Path) -> None:
    result = CliRunner().invoke(command, [str(prefix), "--golden", str(golden), "--json"])
    assert [each["expression"] for each in json.loads(result.output)] == ["os.uname().machine"]


def test_recorded_answers_are_met(prefix: Path, golden: Path) -> None:
    assert CliRunner().invoke(command, [str(prefix), "--record", str(golden)]).exit_code == 0
    result = CliRunner().invoke(command, [str(prefix), "--golden", str(golden)])
    assert (result.exit_code, result.output) == (0, "every answer is the target's\n")


def test_the_prefix_of_a_build_is_the_default(prefix: Path, golden: Path) -> None:
    arguments = ["--golden", str(golden), "--interpreter", f"env -i {prefix}/bin/python"]
    result = CliRunner().invoke(command, arguments, env={"PREFIX": str(prefix)})
    assert result.exit_code == 8


def test_no_prefix_is_a_usage_error() -> None:
    result = CliRunner().invoke(command, [], env={"PREFIX": None})
    assert isinstance(result.exception, UsageError)
