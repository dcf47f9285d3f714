from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.wheels.made import write_wheel

from condax.cli.main import main
from condax.system.files import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_pins_are_added_kept_and_renewed(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write_wheel(index, "tool", "1.0")
    helper = write_wheel(index, "helper", "1.0")
    assert main(["wheels", str(tmp_path), "tool", "helper"]) == 0
    second = write_wheel(index, "tool", "2.0")
    capsys.readouterr()
    assert main(["wheels", str(tmp_path), "tool", "--diff"]) == 0
    assert f"-tool==1.0 --hash=sha256:{sha256_of(first)}\n" in capsys.readouterr().out
    assert main(["wheels", str(tmp_path), "tool"]) == 0
    assert capsys.readouterr().out == "tool 2.0  was 1.0\n"
    lines = (tmp_path / "wheels.txt").read_text().splitlines()
    assert lines[1:] == [
        f"helper==1.0 --hash=sha256:{sha256_of(helper)}",
        f"tool==2.0 --hash=sha256:{sha256_of(second)}",
    ]


def test_a_project_that_nobody_has_leaves_the_file_alone(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(index.iterdir()) == []
    assert main(["wheels", str(tmp_path), "tool"]) == 7
    assert "condax new NAME" in capsys.readouterr().err
    assert not (tmp_path / "wheels.txt").exists()
