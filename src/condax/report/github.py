"""Diagnostics as GitHub workflow commands, which become annotations of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.diagnostics import Diagnostic

# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
DATA_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY_ESCAPES = DATA_ESCAPES | {":": "%3A", ",": "%2C"}


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """One `::error …::` or `::warning …::` line per diagnostic."""
    return "".join(f"{_command(each)}\n" for each in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties = {"file": diagnostic.path}
    if diagnostic.span:
        properties["line"] = str(diagnostic.span.line)
        properties["col"] = str(diagnostic.span.column)
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    listed = ",".join(f"{key}={_escaped(v, PROPERTY_ESCAPES)}" for key, v in properties.items())
    text = _escaped(f"{diagnostic.message}\nhint: {diagnostic.hint}", DATA_ESCAPES)
    return f"::{diagnostic.severity.value} {listed}::{text}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
