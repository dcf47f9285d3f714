"""Which lines of a `conda_build_config.yaml` hold: `# [selector]` comments.

Two programs read the same file: rattler-build takes a selector only behind `#`, conda-build any
brackets at the end of a line, so that it loses the values of `python: [3.12, 3.13]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from condax.diagnostics import Diagnostic, Severity, Span
from condax.recipe.syntax import ExpressionError

Matches = Callable[[str], bool]
"""Whether a selector holds, e.g. `linux and not ppc64le`."""

SelectLines = Callable[[str, Matches], str]
"""The text with every line blanked whose selector does not hold; line numbers stay."""

SELECTOR = re.compile(r"#[^\[\]]*\[([^\[\]]+)\][^\[\]]*$")

CONDA_BUILD_SELECTOR = re.compile(r"(.+?)\s*(#.*)?\[([^\[\]]+)\](?(2)[^()]*)$")
"""The line before, a comment, the selector (`conda_build/metadata.py`, `sel_pat`)."""

BEFORE_LIST = re.compile(r"(?:^|:|-)\s*(?:[&!]\S*\s*)*$")
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
        found = SELECTOR.search(line) if "#" in line else None
        if found and not _holds(found[1], matches, number + 1, found.start(1) + 1, is_list=False):
            lines[number] = ""
    return "\n".join(lines)


def select_lines_of_conda_build(text: str, matches: Matches) -> str:
    """As conda-build does it."""
    lines = text.split("\n")
    for number, found in _selected(lines):
        is_list = _is_list(found)
        holds = _holds(found[3], matches, number + 1, found.start(3) + 1, is_list=is_list)
        quote = line[-1] if (line := lines[number].rstrip())[-1] in "'\"" else ""
        lines[number] = found[1] + quote if holds else ""
    return "\n".join(lines)


def find_lost_lists(text: str, path: str) -> tuple[Diagnostic, ...]:
    """A warning for each list of values that conda-build takes for a selector."""
    lines = text.split("\n")
    return tuple(
        Diagnostic(
            code=LOST_LIST,
            name="list-read-as-selector",
            severity=Severity.WARNING,
            path=path,
            message=f"conda-build takes [{found[3]}] for a selector: its values are lost",
            hint="write one value a line, each behind `- `",
            span=Span(line=number + 1, column=found.start(3), length=len(found[3]) + 2),
            source_line=lines[number],
        )
        for number, found in _selected(lines)
        if _is_list(found)
    )


def _selected(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(lines):
        is_candidate = "[" in line and "]" in line and not line.lstrip().startswith("#")
        if is_candidate and (found := CONDA_BUILD_SELECTOR.match(line.rstrip())):
            yield number, found


def _is_list(found: re.Match[str]) -> bool:
    return found[2] is None and BEFORE_LIST.search(found[1]) is not None


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
