from __future__ import annotations

import json
from typing import TYPE_CHECKING

from condax.report.json import diagnostics_to_json, render

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic


def test_every_field_is_a_plain_value(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    first, second = json.loads(render([in_binary, in_text]))["diagnostics"]
    assert first == {
        "code": "CV104",
        "name": "glibc-too-new",
        "severity": "error",
        "path": "xz-5.4.1-h1_0.conda/lib/liblzma.so.5",
        "line": None,
        "column": None,
        "length": None,
        "message": "the file needs read@GLIBC_2.34 of libc.so.6, the floor is glibc 2.17",
        "hint": 'build against the sysroot of the floor (`stdlib("c")`)',
        "fix": None,
        "url": None,
    }
    assert (second["line"], second["column"], second["length"]) == (12, 8, 11)


def test_the_document_holds_the_same_entries(in_text: Diagnostic) -> None:
    assert json.loads(render([in_text])) == {"diagnostics": diagnostics_to_json([in_text])}


def test_nothing_is_an_empty_list() -> None:
    assert json.loads(render([])) == {"diagnostics": []}
