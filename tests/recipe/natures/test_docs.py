"""The committed page of natures is the one the tables render."""

from __future__ import annotations

from pathlib import Path

import pytest

from condax.recipe.natures.docs import render_page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "new-recipes.md"


@pytest.mark.golden
def test_the_page_of_natures_is_in_sync(request: pytest.FixtureRequest) -> None:
    text = render_page()
    if request.config.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
