"""Diagnostics as a GitLab Code Quality report, which merge requests show."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.diagnostics import Diagnostic

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """A list with one entry per diagnostic.

    Fingerprints do not count lines: a finding stays the same one when the file grows above it.
    """
    seen: Counter[str] = Counter()
    return json.dumps([_entry(each, seen) for each in diagnostics], indent=2) + "\n"


def _entry(diagnostic: Diagnostic, seen: Counter[str]) -> dict[str, object]:
    identity = "\0".join((diagnostic.code, diagnostic.path, diagnostic.message))
    seen[identity] += 1
    unique = f"{identity}\0{seen[identity]}"
    return {
        "description": f"{diagnostic.message}; {diagnostic.hint}",
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "fingerprint": hashlib.sha256(unique.encode()).hexdigest(),
        "severity": SEVERITIES[diagnostic.severity],
        "location": {
            "path": diagnostic.path,
            "lines": {"begin": diagnostic.span.line if diagnostic.span else 1},
        },
    }
