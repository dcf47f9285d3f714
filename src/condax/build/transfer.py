"""Exceptions and diagnostics on their way between processes, and into a report, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from condax import errors
from condax.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.errors import CondaxError


def error_to_json(error: CondaxError) -> dict[str, Any]:
    """Everything that the exception says."""
    document: dict[str, Any] = {
        "type": type(error).__name__,
        "message": str(error),
        "hint": error.hint,
        "where": error.where,
    }
    if isinstance(error, errors.ToolFailedError):
        document |= {
            "argv": list(error.argv),
            "returncode": error.returncode,
            "tail": list(error.tail),
            "log": str(error.log) if error.log else None,
        }
    if isinstance(error, (errors.RecipeError, errors.VerificationError)):
        document["diagnostics"] = [asdict(each) for each in error.diagnostics]
    return document


def error_from_json(document: Mapping[str, Any]) -> CondaxError:
    """The exception that `error_to_json` wrote down."""
    extra = {k: v for k, v in document.items() if k not in {"type", "message"}}
    if "diagnostics" in extra:
        extra["diagnostics"] = [diagnostic_from_json(each) for each in extra["diagnostics"]]
    if extra.get("log"):
        extra["log"] = Path(extra["log"])
    kind: type[CondaxError] = getattr(errors, document["type"])
    return kind(document["message"], **extra)


def diagnostic_from_json(document: Mapping[str, Any]) -> Diagnostic:
    """The diagnostic that `dataclasses.asdict` wrote down."""
    span = Span(**document["span"]) if document["span"] else None
    return Diagnostic(**{**document, "severity": Severity(document["severity"]), "span": span})
