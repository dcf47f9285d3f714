"""The committed page of conda-forge.yml is the one its keys render."""

from __future__ import annotations

from pathlib import Path

import pytest

from condax.rerender.docs import render_reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "conda-forge-yml.md"


@pytest.mark.golden
def test_the_page_of_conda_forge_yml_is_in_sync(request: pytest.FixtureRequest) -> None:
    text = render_reference()
    if request.config.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
