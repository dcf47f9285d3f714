from __future__ import annotations

import json
from typing import TYPE_CHECKING

from condax.report.sarif import render

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic


def test_every_code_is_a_rule_once(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    document = json.loads(render([in_binary, in_text, in_text], version="1.2.3"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert run["tool"]["driver"] == {
        "name": "condax",
        "version": "1.2.3",
        "rules": [
            {"id": "CV104", "name": "glibc-too-new"},
            {"id": "CX203", "name": "missing-stdlib"},
        ],
    }
    assert [each["ruleId"] for each in run["results"]] == ["CV104", "CX203", "CX203"]
    assert [each["level"] for each in run["results"]] == ["error", "warning", "warning"]


def test_places_are_uris_with_a_region_for_text(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    (run,) = json.loads(render([in_binary, in_text], version="1"))["runs"]
    binary, text = (each["locations"][0]["physicalLocation"] for each in run["results"])
    assert binary == {"artifactLocation": {"uri": "xz-5.4.1-h1_0.conda/lib/liblzma.so.5"}}
    assert text == {
        "artifactLocation": {"uri": "recipe/recipe%2C%20v1.yaml"},
        "region": {"startLine": 12, "startColumn": 8, "endColumn": 19},
    }


def test_a_run_without_findings_has_empty_results() -> None:
    (run,) = json.loads(render([], version="1"))["runs"]
    assert run["results"] == []
