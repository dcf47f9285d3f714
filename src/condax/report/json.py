"""Diagnostics as JSON, one object each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.diagnostics import Diagnostic


def diagnostics_to_json(diagnostics: Sequence[Diagnostic]) -> list[dict[str, object]]:
    """The same facts as plain values, for a report that holds more than diagnostics."""
    return [_entry(each) for each in diagnostics]


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """`{"diagnostics": […]}`; `line`, `column` and `length` are null for binary files."""
    document = {"diagnostics": diagnostics_to_json(diagnostics)}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _entry(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "path": diagnostic.path,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "length": span.length if span else None,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fix": diagnostic.fix,
        "url": diagnostic.url,
    }
