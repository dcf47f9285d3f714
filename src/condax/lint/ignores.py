"""Comments that silence rules: `# condax: ignore[missing-stdlib]` on the line or above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.lint.registry import Place
from condax.lint.select import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.registry import Rule

COMMENT = re.compile(
    r"(?:#|::|\bREM\b)[^\n]*?\bcondax:\s*(?P<word>ignore)\b(?:\[(?P<names>[^\]\n]*)\])?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ignore:
    """One name in one comment."""

    name: str
    """Name, code or beginning of either; empty for a comment that names no rule."""
    line: int
    """The line that it speaks for, from 1."""
    at: Place

    def covers(self, rule: Rule, line: int) -> bool:
        """Whether it silences a finding of `rule` that begins on `line`."""
        return self.line == line and matches(rule, self.name)


def find_ignores(file: str, text: str) -> tuple[Ignore, ...]:
    """Every name in every such comment of a file."""
    if "condax:" not in text:
        return ()
    starts = line_starts(text)
    return tuple(each for match in COMMENT.finditer(text) for each in _names(file, match, starts))


def _names(file: str, match: re.Match[str], starts: list[int]) -> Iterator[Ignore]:
    line = bisect_right(starts, match.start())
    alone = not match.string[starts[line - 1] : match.start()].strip()
    target = line + 1 if alone else line
    names = list(re.finditer(r"[^\s,]+", match["names"] or ""))
    if not names:
        place = Place(file=file, start=match.start("word"), end=match.end())
        yield Ignore(name="", line=target, at=place)
    for found in names:
        start = match.start("names") + found.start()
        place = Place(file=file, start=start, end=start + len(found[0]))
        yield Ignore(name=found[0], line=target, at=place)


def line_starts(text: str) -> list[int]:
    """Offsets at which the lines of a text begin."""
    return [0, *(match.end() for match in re.finditer("\n", text))]
