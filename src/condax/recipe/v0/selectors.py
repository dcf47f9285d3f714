"""Line selectors of `meta.yaml`, found as conda-build finds them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

SELECTOR = re.compile(r"(.+?)\s*(#.*)?\[([^\[\]]+)\](?(2)[^\(\)]*)$")
"""Brackets inside a comment, or at the very end of a line without one (conda-build's rule)."""


class Selector(NamedTuple):
    """A selector on a line: its expression, where that begins, and where the rest of it does."""

    expression: str
    column: int
    """Column of the expression, from 0."""
    content_end: int
    """Where the line's own content ends: the line without selector, comment and space before."""
    in_comment: bool


@lru_cache(maxsize=4096)
def find_selector(line: str) -> Selector | None:
    """The selector of a line; `None` for lines without one and for whole-line comments."""
    if "[" not in line or "]" not in line or line.lstrip().startswith("#"):
        return None
    match = SELECTOR.match(line.rstrip())
    if match is None:
        return None
    return Selector(match.group(3), match.start(3), match.end(1), match.group(2) is not None)


def select_lines(lines: list[str], holds: dict[str, bool]) -> list[str | None]:
    """The lines that `holds` keeps, without their selectors; `None` for those that go.

    Whole-line comments become empty, as in conda-build, where they may hold no Jinja.
    """
    kept: list[str | None] = []
    for line in lines:
        if line.lstrip().startswith("#"):
            kept.append("")
        elif (selector := find_selector(line)) is None:
            kept.append(line)
        elif holds[selector.expression]:
            content = line[: selector.content_end].rstrip()
            quote = line.rstrip()[-1:]
            kept.append(content + quote if quote in {"'", '"'} else content)
        else:
            kept.append(None)
    return kept
