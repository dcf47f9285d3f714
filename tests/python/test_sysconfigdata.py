from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import VerificationError
from condax.python.sysconfigdata import parse_sysconfigdata

if TYPE_CHECKING:
    from pathlib import Path


def test_texts_and_numbers_are_read() -> None:
    text = '"""Docs."""\n# comment\nbuild_time_vars = {"A": "x" "y",\n "B": 1, "C": None}\n'
    assert parse_sysconfigdata(text, "data.py") == {"A": "xy", "B": 1}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x = {", "not Python"),
        ("x = {}", "does not assign"),
        ("build_time_vars = dict(A=1)", "more than a dictionary"),
        ("build_time_vars = {'A': open('/etc/passwd').read()}", "more than a dictionary"),
        ("build_time_vars = [1]", "more than a dictionary"),
    ],
)
def test_what_is_no_data_is_refused(text: str, why: str) -> None:
    with pytest.raises(VerificationError, match=why) as caught:
        parse_sysconfigdata(text, "data.py")
    assert caught.value.where == "data.py"


def test_nothing_of_the_file_is_executed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    text = f"open({str(mark)!r}, 'w').close()\nbuild_time_vars = {{'A': 1}}\n"
    assert parse_sysconfigdata(text, "data.py") == {"A": 1}
    assert not mark.exists()
