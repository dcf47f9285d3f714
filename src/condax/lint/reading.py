"""Reading one file as text, and saying where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import RecipeError

if TYPE_CHECKING:
    from pathlib import Path

UNREADABLE = "CX100"
MAX_SIZE = 1_000_000


def read_text(folder: Path, name: str) -> str:
    """The text of a file of a folder, `../conda-forge.yml` for one above it.

    Raises `RecipeError`, with a diagnostic at the place, for a file that is no UTF-8 text, that has
    more than `MAX_SIZE` bytes, or that may not be read.
    """
    try:
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - paths cost more than reading
            content = file.read()
    except OSError as error:
        raise _unreadable(folder, name, error.strerror or "the machine says no") from error
    if len(content) > MAX_SIZE:
        raise _unreadable(folder, name, f"it has more than {MAX_SIZE} bytes")
    try:
        text = content.decode("utf-8")
        if "\0" not in text:
            return text
        reason, at = "it is no text: it has a NUL byte", content.index(b"\0")
    except UnicodeDecodeError as error:
        reason, at = "it is no UTF-8 text", error.start
    span, line = _span(content, at), _line(content, at)
    raise _unreadable(folder, name, reason, span=span, line=line)


def shown_path(folder: Path, name: str) -> str:
    """The path of a file of a folder, without `recipe/..` for one of the feedstock."""
    above = name.removeprefix("../")
    if above != name and folder.name not in {"", ".."}:
        return (folder.parent / above).as_posix()
    return (folder / name).as_posix()


def _unreadable(
    folder: Path, name: str, reason: str, *, span: Span | None = None, line: str | None = None
) -> RecipeError:
    diagnostic = Diagnostic(
        code=UNREADABLE,
        name="unreadable-file",
        severity=Severity.ERROR,
        path=shown_path(folder, name),
        message=f"the file cannot be read: {reason}",
        hint="save it as UTF-8 text that you may read",
        span=span,
        source_line=line,
    )
    return RecipeError(diagnostic.message, hint=diagnostic.hint, diagnostics=(diagnostic,))


def _span(content: bytes, offset: int) -> Span:
    start = content.rfind(b"\n", 0, offset) + 1
    column = len(content[start:offset].decode("utf-8", "replace")) + 1
    return Span(line=content.count(b"\n", 0, offset) + 1, column=column)


def _line(content: bytes, offset: int) -> str | None:
    """The line of an offset, if it is fit to be shown."""
    line = content[content.rfind(b"\n", 0, offset) + 1 :].split(b"\n", 1)[0]
    shown = line.decode("utf-8", "replace").rstrip("\r")
    return shown if shown.replace("\t", " ").isprintable() else None
