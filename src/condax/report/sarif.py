"""Diagnostics as SARIF 2.1.0, the format that code scanning services read."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.diagnostics import Diagnostic

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
NO_PAGES: Mapping[str, str] = MappingProxyType({})
HOMEPAGE = "https://github.com/condax/condax"


def render(
    diagnostics: Sequence[Diagnostic], *, version: str, pages: Mapping[str, str] = NO_PAGES
) -> str:
    """One run of condax `version`, with a rule for every code that occurs.

    `pages` are texts about codes in Markdown, of which the first line is a summary.
    """
    codes = sorted({(each.code, each.name, each.url or "") for each in diagnostics})
    driver = {
        "name": "condax",
        "version": version,
        "informationUri": HOMEPAGE,
        "rules": [_rule(each, pages.get(each[0], "")) for each in codes],
    }
    run = {"tool": {"driver": driver}, "results": [_result(each) for each in diagnostics]}
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(named: tuple[str, str, str], page: str) -> dict[str, object]:
    """Code, name and address of a rule, with the texts that GitHub's code scanning asks for."""
    code, name, url = named
    summary = page.partition("\n")[0] or name.replace("-", " ")
    rule: dict[str, object] = {
        "id": code,
        "name": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": page or summary, "markdown": page or summary},
    }
    return rule | ({"helpUri": url} if url else {})


def _result(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.value,
        "message": {"text": f"{diagnostic.message}\nhint: {diagnostic.hint}"},
        "locations": [{"physicalLocation": _location(diagnostic)}],
    }


def _location(diagnostic: Diagnostic) -> dict[str, object]:
    # A reference that is no whole URI may not begin with a slash (SARIF 2.1.0, 3.4.4).
    scheme = "file://" if diagnostic.path.startswith("/") else ""
    uri = f"{scheme}{quote(diagnostic.path)}"
    location: dict[str, object] = {"artifactLocation": {"uri": uri}}
    span = diagnostic.span
    if span:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endColumn": span.column + span.length,
        }
    return location
