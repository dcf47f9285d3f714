from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.diagnostics import Span
from condax.report.gitlab import render

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic


def test_an_entry_has_what_code_quality_reads(in_text: Diagnostic) -> None:
    (entry,) = json.loads(render([in_text]))
    assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
    assert (entry["check_name"], entry["severity"]) == ("CX203 missing-stdlib", "minor")
    assert entry["location"] == {"path": in_text.path, "lines": {"begin": 12}}


def test_a_fingerprint_survives_lines_above(in_text: Diagnostic) -> None:
    moved = replace(in_text, span=Span(line=99, column=1))
    (before,), (after,) = json.loads(render([in_text])), json.loads(render([moved]))
    assert before["fingerprint"] == after["fingerprint"]


def test_two_equal_findings_have_two_fingerprints(in_text: Diagnostic) -> None:
    first, second = json.loads(render([in_text, in_text]))
    assert first["fingerprint"] != second["fingerprint"]
