"""Diagnostics one a line, as compilers print them: `path:line:column: CODE name: message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.diagnostics import Diagnostic


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """One line per diagnostic, with `[*]` behind the code where a safe fix is known."""
    return "".join(f"{_line(each)}\n" for each in diagnostics)


def _line(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    place = f":{span.line}:{span.column}" if span else ""
    mark = " [*]" if diagnostic.fix == "safe" else ""
    head = f"{diagnostic.path}{place}: {diagnostic.code}{mark} {diagnostic.name}"
    return f"{head}: {diagnostic.message}"
