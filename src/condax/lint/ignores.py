"""Comments that silence rules: `# condax: ignore[missing-stdlib]` on the line or above it.

At the end of a line of `meta.yaml` conda-build takes brackets in a comment for a selector and
leaves the line out, so that it is `# condax: ignore=missing-stdlib` there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.lint.registry import Place
from condax.lint.select import matches
from condax.recipe.v0.selectors import find_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.registry import Rule

COMMENT = re.compile(
    r"(?:#|::|\bREM\b)[^\n]*?\bcondax:\s*(?P<word>ignore)\b"
    r"(?:\[(?P<bracketed>[^\]\n]*)\]|=(?P<plain>[\w-]+(?:,[\w-]+)*))?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ignore:
    """One name in one comment."""

    name: str
    """Name, code or beginning of either; empty for a comment that names no rule."""
    line: int
    """The line that it speaks for, from 1."""
    at: Place
    is_selector: bool = False
    """conda-build reads it as a selector, so that its line is gone and it speaks for nothing."""

    def covers(self, rule: Rule, line: int) -> bool:
        """Whether it silences a finding of `rule` that begins on `line`."""
        return self.line == line and not self.is_selector and matches(rule, self.name)


def find_ignores(file: str, text: str, *, has_selectors: bool = False) -> tuple[Ignore, ...]:
    """Every name in every such comment of a file, which may be one with selectors on its lines."""
    if "condax:" not in text:
        return ()
    starts = line_starts(text)
    return tuple(
        each
        for match in COMMENT.finditer(text)
        for each in _names(file, match, starts, has_selectors=has_selectors)
    )


def selector_hint(line: str) -> str | None:
    """What to write where a line's selector is meant as such a comment; else `None`."""
    found = COMMENT.search(line)
    if found is None or not _is_selector(found, line):
        return None
    names = ",".join(re.findall(r"[^\s,]+", found["bracketed"]))
    return f"write `condax: ignore={names}`, or the comment above the line"


def _is_selector(match: re.Match[str], line: str) -> bool:
    selector = find_selector(line)
    return selector is not None and selector.expression == match["bracketed"]


def _names(
    file: str, match: re.Match[str], starts: list[int], *, has_selectors: bool
) -> Iterator[Ignore]:
    line = bisect_right(starts, match.start())
    start = starts[line - 1]
    alone = not match.string[start : match.start()].strip()
    target = line + 1 if alone else line
    source = match.string[start:].partition("\n")[0]
    is_selector = has_selectors and _is_selector(match, source)
    group = "bracketed" if match["plain"] is None else "plain"
    names = list(re.finditer(r"[^\s,]+", match[group] or ""))
    if not names:
        place = Place(file=file, start=match.start("word"), end=match.end())
        yield Ignore(name="", line=target, at=place)
    for found in names:
        start = match.start(group) + found.start()
        place = Place(file=file, start=start, end=start + len(found[0]))
        yield Ignore(name=found[0], line=target, at=place, is_selector=is_selector)


def line_starts(text: str) -> list[int]:
    """Offsets at which the lines of a text begin."""
    return [0, *(match.end() for match in re.finditer("\n", text))]
