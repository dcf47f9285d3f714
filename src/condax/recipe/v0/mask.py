"""A `meta.yaml` made readable as YAML: Jinja becomes text of the same length.

Characters inside `{{ … }}` that mean something to YAML become private-use characters, each its own,
so that offsets stay and the text can be had back. Lines of `{% … %}` become empty; what they say
is noted: variables, and which lines stand under which condition.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from condax.recipe.v0.selectors import Selector, find_selector

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
SET = re.compile(r"set\s+([A-Za-z_]\w*)\s*=\s*(.*)", re.DOTALL)
SET_SEVERAL = re.compile(r"set\s+([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+)\s*=\s*(.*)", re.DOTALL)
"""`{% set a, b = … %}`: each name is an item of the value."""
MACRO = re.compile(r"\{%[-+]?\s*(?:macro\b|set\s+[\w, ]+(?:\|[^=]*)?[-+]?%\})")
END_OF_MACRO = re.compile(r"\{%[-+]?\s*end(?:macro|set)\b")
"""What stands between these is written where the name is used, not here."""

PRIVATE = 0xE000
HIDDEN = {c: PRIVATE + c for c in range(128) if not chr(c).isalnum() and chr(c) not in "\r\n"}
SHOWN = {PRIVATE + c: c for c in range(128)}
MASKED = re.compile(f"[{chr(PRIVATE)}-{chr(PRIVATE + 127)}]")
EMPTY = chr(PRIVATE + 128)
IN_A_LINE = re.compile(r"[^\r\n]+")
SPACE_OR_COMMENT = re.compile(r"\s|#.*")
EMPTIED = re.compile(f"{EMPTY} *")
BLOCK = re.compile(r"(?::|^\s*-)\s+[|>][-+\d]*\s*$")
OPENING = chr(PRIVATE + ord("{")) * 2
LOOPS = frozenset({"for", "macro", "call", "filter", "block"})

Conditions = tuple[str, ...]


class Assignment(NamedTuple):
    """`{% set name = value %}`: where the value stands, and the conditions on the line."""

    name: str
    value: str
    start: int
    conditions: Conditions


@dataclass(frozen=True, kw_only=True, slots=True)
class Masked:
    """The text as YAML, and what was taken out of it; lines count from 0."""

    text: str
    starts: list[int]
    """Offset at which each line begins."""
    selectors: dict[int, Selector]
    conditions: tuple[Conditions, ...]
    """For every line the `{% if %}` conditions around it, outermost first."""
    assignments: tuple[Assignment, ...]


def mask(source: str) -> Masked:
    """The masked text, of the same length with the same line breaks."""
    lines = source.split("\n")
    plain = [
        _emptied(lines, number) if "#" in line and line.lstrip().startswith("#") else line
        for number, line in enumerate(lines)
    ]
    bracketed = ((number, line) for number, line in enumerate(plain) if "[" in line)
    found = ((number, find_selector(line.rstrip("\r"))) for number, line in bracketed)
    selectors = {number: selector for number, selector in found if selector is not None}
    masker = _Masker(plain, selectors)
    text = masker.masked()
    for number, selector in selectors.items():
        if not selector.in_comment:
            text = _blanked(text, masker.starts[number], lines[number], selector)
    return Masked(
        text=text,
        starts=masker.starts[:-1],
        selectors=selectors,
        conditions=masker.line_conditions(),
        assignments=tuple(masker.assignments),
    )


@lru_cache(maxsize=4096)
def _hidden(jinja: str) -> str:
    """Jinja as text that means nothing to YAML."""
    return jinja.translate(HIDDEN)


def unmask(text: str) -> str:
    """What the masked text says, with `${{ … }}` for v0's `{{ … }}`."""
    return text if text.isascii() else _shown(text)


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    text = EMPTIED.sub("", text)
    if MASKED.search(text) is None:
        return text
    return text.replace(OPENING, "$" + OPENING).translate(SHOWN)


def _emptied(lines: list[str], number: int) -> str:
    """A line that is a comment, as conda-build has it: empty.

    Behind `key: |` and `- |` YAML takes no line of spaces only that is longer than the first line
    of the text is indented: it gets a mark there.
    """
    line = lines[number]
    if BLOCK.search(next((each for each in lines[number - 1 :: -1] if each.strip()), "")):
        rest = (each for each in lines[number + 1 :] if each.strip(" \r"))
        first = next(rest, "")
        indent = len(first) - len(first.lstrip(" "))
        if indent < len(line):
            return " " * indent + EMPTY + " " * (len(line) - indent - 1)
    return " " * len(line)


def _blank(text: str) -> str:
    """Spaces of the same length, with the same line breaks."""
    return IN_A_LINE.sub(lambda found: " " * len(found[0]), text)


def _blanked(text: str, start: int, line: str, selector: Selector) -> str:
    """A selector without `#` is no YAML: spaces stand in its place."""
    begin, end = start + selector.content_end, start + len(line.rstrip())
    return text[:begin] + " " * (end - begin) + text[end:]


class _Open(NamedTuple):
    """A block that has not ended: what began it, and what its present branch asks itself."""

    keyword: str
    own: str
    before: Conditions = ()
    """What its earlier branches asked, none of which holds."""

    @property
    def condition(self) -> str:
        """What holds in the present branch."""
        refused = [f"not ({each})" for each in self.before]
        if not refused:
            return self.own
        return " and ".join([*refused, f"({self.own})"] if self.own else refused)

    def following(self, own: str) -> _Open:
        """The branch behind this one; `own` is empty for `else`."""
        return _Open(self.keyword, own, (*self.before, *([self.own] if self.own else [])))


class _Masker:
    """Walks over the Jinja of a text once."""

    def __init__(self, lines: list[str], selectors: dict[int, Selector]) -> None:
        self.source = "\n".join(lines)
        self.lines = lines
        self.selectors = selectors
        self.starts = list(itertools.accumulate([len(line) + 1 for line in lines], initial=0))
        self.stack: list[_Open] = []
        self.changes: list[tuple[int, Conditions]] = []
        self.assignments: list[Assignment] = []
        self.line = 0

    def masked(self) -> str:
        parts: list[str] = []
        position, hidden_from = 0, None
        for match in JINJA.finditer(self.source):
            parts += [self.source[position : match.start()], self._replacement(match)]
            position = match.end()
            if hidden_from is None and MACRO.match(match.group()):
                hidden_from = len(parts)
            elif hidden_from is not None and END_OF_MACRO.match(match.group()):
                parts[hidden_from:] = map(_blank, parts[hidden_from:])
                hidden_from = None
        return "".join([*parts, self.source[position:]])

    def line_conditions(self) -> tuple[Conditions, ...]:
        """The conditions at the start of each line."""
        if not self.changes:
            return ((),) * len(self.lines)
        conditions: list[Conditions] = []
        current: Conditions = ()
        changes = iter([*self.changes, (len(self.source) + 1, ())])
        offset, following = next(changes)
        for start in self.starts[:-1]:
            while offset <= start:
                current = following
                offset, following = next(changes, (len(self.source) + 2, ()))
            conditions.append(current)
        return tuple(conditions)

    def _replacement(self, match: re.Match[str]) -> str:
        text = match.group()
        if text.startswith("{#"):
            return _blank(text)
        if text.startswith("{%"):
            self._read_tag(text[2:-2].strip("-+ \t\r\n"), match)
            if self._is_alone(match):
                return _blank(text)
        return _hidden(text)

    def _is_alone(self, match: re.Match[str]) -> bool:
        """Whether nothing but Jinja, space and a comment is on the lines of a tag."""
        begin = self.source.rfind("\n", 0, match.start()) + 1
        end = self.source.find("\n", match.end())
        line = self.source[begin : end if end >= 0 else len(self.source)]
        return not SPACE_OR_COMMENT.sub("", JINJA.sub("", line))

    def _line_of(self, offset: int) -> int:
        while self.line + 1 < len(self.starts) and self.starts[self.line + 1] <= offset:
            self.line += 1
        return self.line

    def _read_tag(self, tag: str, match: re.Match[str]) -> None:
        keyword, _, rest = tag.partition(" ")
        if keyword == "set":
            self._assign(tag, match)
        elif keyword == "if":
            self.stack.append(_Open("if", rest.strip()))
        elif keyword in {"elif", "else"} and self.stack:
            self.stack[-1] = self.stack[-1].following(rest.strip())
        elif keyword in LOOPS:
            self.stack.append(_Open(keyword, ""))
        elif keyword.startswith("end") and self.stack and keyword != "endset":
            self.stack.pop()
        else:
            return
        if keyword != "set":
            self.changes.append((match.end(), self._conditions()))

    def _conditions(self) -> Conditions:
        return tuple(each.condition for each in self.stack if each.keyword == "if")

    def _assign(self, tag: str, match: re.Match[str]) -> None:
        if several := SET_SEVERAL.match(tag):
            for number, name in enumerate(re.findall(r"\w+", several[1])):
                self._assign(f"set {name} = ({several[2].strip()})[{number}]", match)
            return
        found = SET.match(tag)
        if found is None:
            return
        selector = self.selectors.get(self._line_of(match.start()))
        conditions = self._conditions()
        if selector is not None:
            conditions = (*conditions, selector.expression)
        start = max(self.source.find(found.group(2), *match.span()), match.start())
        self.assignments.append(Assignment(found.group(1), found.group(2), start, conditions))
