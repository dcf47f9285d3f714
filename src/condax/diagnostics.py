"""Located findings about a user's recipe or artifact.

A `Diagnostic` always names a file; text files add line and column (both 1-based), binary files
stand for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
    """How much a finding matters: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A place in a text file; `length` columns are underlined."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, and what to do about it."""

    code: str
    """Stable handle, e.g. `CV103`; the letters say the area."""
    name: str
    """Reads after "allow", e.g. `glibc-too-new`."""
    severity: Severity
    path: str
    """File that the finding is about, relative to the recipe or inside the artifact."""
    message: str
    hint: str
    span: Span | None = None
    source_line: str | None = None
    """Text of `span.line`, for the caret."""
    fix: str | None = None
    """`safe` or `unsafe` if `condax lint` can correct it."""
    url: str | None = None
    """Page that explains it."""
