"""What is wrong with a recipe: collected while it is read, raised together as one `RecipeError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import RecipeError
from condax.recipe.syntax import ExpressionError, NotStaticError, UndefinedNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    "not-convertible": "CR110",
    "invalid-value": "CR111",
}
"""Kinds of problems with their stable codes."""

NO_VERSION = ("the package has no version", "add `version:`")
"""Message and hint, whatever kind of problem it is where it is found."""

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

    def add_expression(
        self, error: ExpressionError, span: SourceSpan | None, text: str, known: Iterable[str] = ()
    ) -> None:
        """Note an error in the expression `text`, which stands somewhere in `span`.

        `known` are the names that an undefined one may have been meant to be.
        """
        name, hint = "invalid-expression", error.hint or "correct the expression"
        if isinstance(error, UndefinedNameError):
            name = "undefined-name"
            hint = suggestion(error.name, known) or (
                "define it in `context`, or give it a value in a variant file"
            )
        elif isinstance(error, NotStaticError):
            name, hint = "not-static", "write the value into the recipe"
        self.add(name, str(error), hint, self._inside(span, text, error))

    def check(self) -> None:
        """Raise a `RecipeError` with everything that was found, if anything was."""
        if self.found:
            raise RecipeError(
                f"the recipe {self.path!r} cannot be read",
                hint="correct it where the caret points",
                # What several outputs inherit is said once.
                diagnostics=list(dict.fromkeys(self.found)),
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
        line = lines[number - 1].rstrip("\r") if number <= len(lines) else ""
        return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in line)


def suggestion(name: str, known: Iterable[str]) -> str | None:
    """`did you mean 'x'?` for the known name that is most like `name`, if one is."""
    import difflib

    near = difflib.get_close_matches(name, [each for each in known if each != name], n=1)
    return f"did you mean {near[0]!r}?" if near else None
