"""The CI files of this repository are the ones that `condax rerender` writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from condax.cli.main import main

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent.parent


def test_the_files_of_this_repository_are_up_to_date(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rerender", str(ROOT), "--check"]) == 0, capsys.readouterr().err
    assert capsys.readouterr().err == ""
