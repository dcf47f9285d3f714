"""Diagnostics as SARIF 2.1.0, the format that code scanning services read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.diagnostics import Diagnostic

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(diagnostics: Sequence[Diagnostic], *, version: str) -> str:
    """One run of condax `version`, with a rule for every code that occurs."""
    codes = sorted({(each.code, each.name, each.url or "") for each in diagnostics})
    driver = {
        "name": "condax",
        "version": version,
        "rules": [
            {"id": code, "name": name} | ({"helpUri": url} if url else {})
            for code, name, url in codes
        ],
    }
    run = {"tool": {"driver": driver}, "results": [_result(each) for each in diagnostics]}
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _result(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.value,
        "message": {"text": f"{diagnostic.message}\nhint: {diagnostic.hint}"},
        "locations": [{"physicalLocation": _location(diagnostic)}],
    }


def _location(diagnostic: Diagnostic) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": quote(diagnostic.path)}}
    span = diagnostic.span
    if span:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endColumn": span.column + span.length,
        }
    return location
