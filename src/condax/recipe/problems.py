"""What is wrong with a recipe: collected while it is read, raised together as one `RecipeError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import RecipeError

if TYPE_CHECKING:
    from condax.recipe.syntax import ExpressionError
    from condax.recipe.values import SourceSpan

CODES = {
    "invalid-yaml": "CR101",
    "unexpected-type": "CR102",
    "duplicate-key": "CR103",
    "invalid-expression": "CR104",
    "undefined-name": "CR105",
    "not-static": "CR106",
    "too-large": "CR107",
    "missing-value": "CR108",
    "invalid-template": "CR109",
}
"""Kinds of problems with their stable codes."""

MAX_PROBLEMS = 50


class Problems:
    """The problems found in one text; nothing is raised before `check`."""

    def __init__(self, path: str, text: str) -> None:
        """`path` is shown, `text` gives the lines that carets point into."""
        self.path = path
        self.text = text
        self.found: list[Diagnostic] = []

    def add(self, name: str, message: str, hint: str, span: SourceSpan | None) -> None:
        """Note a problem of the kind `name`, a key of `CODES`."""
        if len(self.found) < MAX_PROBLEMS:
            shown = None if span is None else self._within_line(span)
            self.found.append(
                Diagnostic(
                    code=CODES[name],
                    name=name,
                    severity=Severity.ERROR,
                    path=self.path,
                    message=message,
                    hint=hint,
                    span=shown,
                    source_line=None if shown is None else self._line(shown.line),
                )
            )

    def add_expression(self, error: ExpressionError, span: SourceSpan | None, text: str) -> None:
        """Note an error in the expression `text`, which stands somewhere in `span`."""
        name = "undefined-name" if type(error).__name__ == "UndefinedNameError" else ""
        hint = "define it in `context`, or give it a value in a variant file"
        if not name:
            name, hint = "invalid-expression", "correct the expression"
        self.add(name, str(error), hint, self._inside(span, text, error))

    def check(self) -> None:
        """Raise a `RecipeError` with everything that was found, if anything was."""
        if self.found:
            raise RecipeError(
                f"the recipe {self.path!r} cannot be read",
                hint="correct it where the caret points",
                diagnostics=self.found,
            )

    def _inside(
        self, span: SourceSpan | None, text: str, error: ExpressionError
    ) -> SourceSpan | None:
        """The part of `span` that the error is about, where the expression is found in it."""
        if span is None:
            return None
        start = self.text.find(text, span.start, span.end)
        if start < 0 or error.offset > len(text) or "\n" in self.text[span.start : start]:
            return span
        begin = start + error.offset
        moved = begin - span.start
        return span._replace(start=begin, end=begin + error.length, column=span.column + moved)

    def _within_line(self, span: SourceSpan) -> Span:
        rest = len(self._line(span.line)) - span.column + 1
        shown = span.shown
        return Span(line=shown.line, column=shown.column, length=max(min(shown.length, rest), 1))

    def _line(self, number: int) -> str:
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if number <= len(lines) else ""
