"""The blocks of Jinja around a place of `meta.yaml`, e.g. `{% if … %}` to `{% else %}`."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

TAG = re.compile(r"\{%[-+]?\s*(\w+)(.*?)%\}|\{#.*?#\}", re.DOTALL)
OPENING = frozenset({"if", "for", "macro", "call", "filter", "block", "raw"})
BRANCHES = frozenset({"elif", "else"})
COMMENT = re.compile(r"^[ \t]*#.*", re.MULTILINE)

Blocks = tuple[int, ...]
"""Where the tags stand that begin them, outermost first: each branch of an `if` is one."""


def blocks_at(text: str, offset: int) -> Blocks:
    """The blocks around a place."""
    if "{%" not in text:
        return ()
    changes = _changes(text)
    before = bisect_right(changes, offset, key=lambda each: each[0])
    return changes[before - 1][1] if before else ()


@functools.lru_cache(maxsize=8)
def _changes(text: str) -> tuple[tuple[int, Blocks], ...]:
    """The ends of all tags that begin or end a block, and what is around what follows."""
    found: list[tuple[int, Blocks]] = []
    stack: Blocks = ()
    # What a comment of YAML says is nothing to conda-build.
    for tag in TAG.finditer(COMMENT.sub(lambda each: " " * len(each[0]), text)):
        keyword = tag[1] or ""
        if keyword in OPENING or (keyword == "set" and "=" not in tag[2]):
            stack = (*stack, tag.start())
        elif keyword in BRANCHES and stack:
            stack = (*stack[:-1], tag.start())
        elif keyword.startswith("end"):
            stack = stack[:-1]
        else:
            continue
        found.append((tag.end(), stack))
    return tuple(found)
