from __future__ import annotations

from pathlib import Path

import pytest

from condax.audit.docs import render_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "audit.md"


@pytest.mark.golden
def test_the_reference_page_is_what_the_docstrings_say(request: pytest.FixtureRequest) -> None:
    text = render_reference()
    if request.config.getoption("--update-golden"):
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
