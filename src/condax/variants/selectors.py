"""Which lines of a `conda_build_config.yaml` hold: `# [selector]` comments.

Two programs read the same file: rattler-build takes a selector only behind `#`, conda-build any
brackets at the end of a line, so that it loses the values of `python: [3.12, 3.13]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from condax.diagnostics import Diagnostic, Severity, Span
from condax.recipe.syntax import ExpressionError
from condax.recipe.v0 import selectors as v0

Matches = Callable[[str], bool]
"""Whether a selector holds, e.g. `linux and not ppc64le`."""

SelectLines = Callable[[str, Matches], str]
"""The text with every line blanked whose selector does not hold; line numbers stay."""

SELECTOR = re.compile(r"#[^\[\]]*\[([^\[\]]+)\][^\[\]]*$")

BEFORE_LIST = re.compile(r"(?:^|:|-)\s*(?:[&!]\S*(?:\s+|$))*$")
"""What stands before a list of one line, and not before a selector."""

LOST_LIST = "CY205"


class SelectorError(ExpressionError):
    """A selector of the line `line` (from 1) that is no expression, from column `column`."""

    def __init__(self, cause: ExpressionError, line: int, column: int, *, is_list: bool) -> None:
        """`is_list` says that it was written as a list of values."""
        hint = "write one value a line, each behind `- `" if is_list else "correct the selector"
        super().__init__(str(cause), hint=hint)
        self.line = line
        self.column = column


def select_lines(text: str, matches: Matches) -> str:
    """As rattler-build does it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            # What its brackets hold may be prose.
            lines[number] = ""
            continue
        found = SELECTOR.search(line) if "#" in line else None
        if found and not _holds(found[1], matches, number + 1, found.start(1) + 1, is_list=False):
            lines[number] = ""
    return "\n".join(lines)


def select_lines_of_conda_build(text: str, matches: Matches) -> str:
    """As conda-build does it."""
    lines = text.split("\n")
    holds = {
        selector.expression: _holds(
            selector.expression, matches, number, selector.column + 1, is_list=is_list
        )
        for number, selector, is_list in _selectors(lines)
    }
    return "\n".join(line or "" for line in v0.select_lines(lines, holds))


def find_lost_lists(text: str, path: str) -> tuple[Diagnostic, ...]:
    """A warning for each list of values that conda-build takes for a selector."""
    lines = text.split("\n")
    return tuple(
        Diagnostic(
            code=LOST_LIST,
            name="list-read-as-selector",
            severity=Severity.WARNING,
            path=path,
            message=f"conda-build reads [{selector.expression}] as a selector: no value stays",
            hint="write one value a line, each behind `- `",
            span=Span(line=number, column=selector.column, length=len(selector.expression) + 2),
            source_line=lines[number - 1],
        )
        for number, selector, is_list in _selectors(lines)
        if is_list
    )


def _selectors(lines: list[str]) -> Iterator[tuple[int, v0.Selector, bool]]:
    """Line number, the selector as conda-build finds it, and whether it is a list of values."""
    for number, line in enumerate(lines, start=1):
        if selector := v0.find_selector(line):
            before = line[: selector.content_end]
            is_list = not selector.in_comment and BEFORE_LIST.search(before) is not None
            yield number, selector, is_list


def _holds(text: str, matches: Matches, line: int, column: int, *, is_list: bool) -> bool:
    """Whether a selector holds; several values in a row are a tuple of Python, which is true."""
    selector = text.strip()
    try:
        return matches(selector)
    except ExpressionError as e:
        error = SelectorError(e, line, column, is_list=is_list)
        if not is_list:
            raise error from e
        try:
            return matches(f"[{selector}]")
        except ExpressionError:
            raise error from e
