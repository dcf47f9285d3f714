from __future__ import annotations

from pathlib import Path

import pytest

from condax.lint.docs import render_index, render_page
from condax.lint.registry import all_rules

PAGES = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.golden
def test_the_pages_are_what_the_docstrings_say(request: pytest.FixtureRequest) -> None:
    pages = {f"{each.code}.md": render_page(each) for each in all_rules()}
    pages["index.md"] = render_index()
    if request.config.getoption("--update-golden"):
        PAGES.mkdir(parents=True, exist_ok=True)
        for old in PAGES.glob("*.md"):
            old.unlink()
        for name, text in pages.items():
            (PAGES / name).write_text(text, encoding="utf-8")
    assert {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")} == pages
