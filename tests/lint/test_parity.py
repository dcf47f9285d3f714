"""conda-smithy's messages all have a row, and the rows lead to rules that are there."""

from __future__ import annotations

import re
from pathlib import Path

from condax.lint.registry import all_rules

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "conda-smithy-parity.md"
COUNTS = {"R": 54, "R0": 6, "R1": 7, "CF": 13, "FC": 2, "RC": 3, "CBC": 2}
"""How many messages each series of conda-smithy has."""


def test_every_message_of_conda_smithy_has_a_row() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| R"]
    rows += [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| C"]
    rows += [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| F"]
    cells = [row.split("|")[1] for row in rows]
    found = [match for cell in cells for match in re.findall(r"([A-Z]+\d?)-(\d{3})", cell)]
    assert len(set(found)) == len(found) == sum(COUNTS.values()) == 87
    for series, count in COUNTS.items():
        assert sum(each == series for each, _ in found) == count


def test_a_message_without_a_rule_has_one_of_the_three_reasons() -> None:
    rows = re.findall(r"^\| [A-Z].*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    reasons = [row.split("|")[3].strip() for row in rows if "../rules/" not in row]
    assert len(reasons) == 3
    assert all(re.match(r"(?:needs GitHub|superseded|dead): .+", each) for each in reasons)


def test_the_rows_name_rules_by_their_name_and_page() -> None:
    links = re.findall(r"\[([a-z0-9-]+)\]\(\.\./rules/(CX\d+)\.md\)", PAGE.read_text("utf-8"))
    assert links
    assert set(links) <= {(each.name, each.code) for each in all_rules()}
