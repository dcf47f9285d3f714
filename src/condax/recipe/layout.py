"""Where the lines of a recipe's text begin and end, and which of them a list or section covers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

OPENERS = re.compile(r"\{%-?\s*(if|for|macro|call|filter|raw)\b")
CLOSERS = re.compile(r"\{%-?\s*end(if|for|macro|call|filter|raw)\b")
DASH = re.compile(r"( *)(-(?: +|$))")
INVISIBLE = ("#", "{%", "{#")
"""How lines begin that are no YAML: comments, and Jinja's own lines in v0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListLayout:
    """A list in block style: the text before each item, and the lines of each item."""

    dash: str
    """Indentation and dash of the items, e.g. `"    - "`."""
    items: tuple[tuple[int, int], ...]
    """First and last line of each item, from 0; comments behind the last line are left out."""


class Layout:
    """The lines of a text; numbers of lines count from 0, offsets in characters."""

    def __init__(self, text: str) -> None:
        """Lines end at LF or CRLF; the newline that most lines have is used for additions."""
        self.text = text
        self.newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        raw = text.split("\n")
        self.lines = [line.removesuffix("\r") for line in raw]

    def end(self, line: int) -> int:
        """Offset behind the last character of a line, before its newline."""
        return self.starts[line] + len(self.lines[line])

    def line_at(self, offset: int) -> int:
        """The line that an offset is on."""
        return bisect_right(self.starts, offset) - 1

    def indent(self, line: int) -> int:
        """How many spaces a line begins with."""
        text = self.lines[line]
        return len(text) - len(text.lstrip(" "))

    def is_content(self, line: int) -> bool:
        """Whether a line has YAML on it."""
        text = self.lines[line].strip()
        return bool(text) and not text.startswith(INVISIBLE)

    def section_end(self, line: int, indent: int) -> int:
        """The last line of what belongs to the key at `line`, whose name begins at `indent`."""
        last = line
        for number in range(line + 1, len(self.lines)):
            if not self.is_content(number):
                continue
            depth = self.indent(number)
            is_item = depth == indent and DASH.match(self.lines[number]) is not None
            dashed = depth < indent or (depth == indent and not is_item)
            if dashed or (is_item and not self._owns_items(line, indent)):
                break
            last = number
        return self._closed(line, last)

    def _owns_items(self, line: int, indent: int) -> bool:
        """Whether items at the indentation of the key belong to it: the key is not in an item."""
        return self.indent(line) == indent

    def _closed(self, first: int, last: int) -> int:
        """`last`, or the later line where the Jinja blocks end that are open behind it."""
        depth = 0
        for number in range(first, len(self.lines)):
            text = self.lines[number]
            if number > last and depth <= 0:
                break
            depth += len(OPENERS.findall(text)) - len(CLOSERS.findall(text))
            if number > last and CLOSERS.search(text):
                last = number
        return last

    def block_list(self, line: int, indent: int) -> ListLayout | None:
        """The list below the key at `line`; `None` where no line with a dash follows."""
        last = self.section_end(line, indent)
        numbers = [n for n in range(line + 1, last + 1) if self.is_content(n)]
        match = DASH.match(self.lines[numbers[0]]) if numbers else None
        if match is None:
            return None
        depth = len(match.group(1))
        firsts = [n for n in numbers if self.indent(n) == depth]
        bounds = zip(firsts, [*firsts[1:], last + 1], strict=True)
        items = tuple((a, max(n for n in numbers if a <= n < b)) for a, b in bounds)
        gap = match.group(2) if match.group(2).endswith(" ") else "- "
        return ListLayout(dash=match.group(1) + gap, items=items)

    def list_end(self, layout: ListLayout, line: int) -> int:
        """The line behind which another item can be put: Jinja blocks of the list are closed."""
        return self._closed(line, layout.items[-1][1])


@lru_cache(maxsize=64)
def layout_of(text: str) -> Layout:
    """The layout of a text, computed once."""
    return Layout(text)
