"""The committed page of commands is the one the commands render."""

from __future__ import annotations

from pathlib import Path

import pytest

from condax.cli._docs import render_reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "cli.md"


@pytest.mark.golden
def test_the_page_of_commands_is_in_sync(request: pytest.FixtureRequest) -> None:
    text = render_reference()
    if request.config.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def test_every_command_shows_examples() -> None:
    sections = render_reference().split("\n## ")[1:]
    leaves = [s for s in sections if "\nCommands:" not in s]
    without = [s.splitlines()[0] for s in leaves if "Example" not in s]
    assert without == []
