"""Commands that stand in the recipe's YAML: how the shell reads them, and how edits are written.

`${{ name }}` becomes a variable of the same length and an escaped quote a quote with a filler, so
that a place in the script is the place in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.lines import ITEM, line_start
from condax.lint.registry import FileEdit
from condax.lint.shell import FILLER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.lint.scripts import BuildScript

JINJA = re.compile(r"\$?\{\{\s*(.*?)\s*\}\}", re.DOTALL)
JINJA_NAME = re.compile(r"[A-Za-z_]\w*$")
LITERAL, PLAIN = "|", ""
"""How a text is written whose lines are the shell's, and one without quotes."""
IN_LINES = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?(?:- +)*")
"""What stands before a text without quotes that is not part of a list or mapping of one line."""
ESCAPED = re.compile(r"\\(.)")
"""A character and its backslash in YAML's double quotes."""
HEAD = re.compile(r"[|>][-+\d]*")
SELECTOR = re.compile(r"[ \t]*#[^\n\[]*(\[[^\]\n]+\])")


def style_at(script: BuildScript, offset: int) -> str | None:
    """How the text at an offset is written: `|` (also a file), `>`, a quote, or without any.

    `None` between the texts of a script, and in a list or mapping of one line, where a text without
    quotes ends at `,` and `]`.
    """
    if script.is_file:
        return LITERAL
    start, end = _region(script, offset)
    if start == end:
        return None
    if script.text[start] in "|>\"'":
        return script.text[start]
    line = line_start(script.text, start)
    return PLAIN if IN_LINES.fullmatch(script.text, line, start) else None


def keeps_lines(script: BuildScript, offset: int) -> bool:
    """Whether a new line in the file is one in the script."""
    return style_at(script, offset) == LITERAL


def as_written(style: str | None, text: str) -> str:
    """A piece of shell in YAML's quotes: its own are escaped, those that are already stay so."""
    if style == '"':
        return re.sub(r'(?<!\\)"', r"\"", text)
    return re.sub(r"(?<!')'(?!')", "''", text) if style == "'" else text


def lines_before(script: BuildScript, offset: int, lines: str) -> tuple[FileEdit, ...]:
    """Edits that put whole lines before the line, or the item of the recipe's list, of a command.

    An item gets the selector of the one that it stands before. None where something stands before
    the command in its line, and where there is no list.
    """
    listed = lines.splitlines()
    if keeps_lines(script, offset):
        start = line_start(script.text, offset)
        indent = script.text[start:offset]
        if indent.strip():
            return ()
        return (script.edit(start, start, "".join(f"{indent}{line}\n" for line in listed)),)
    begin, end = _region(script, offset)
    start = line_start(script.text, begin)
    item = ITEM.match(script.text, start)
    if item is None or item.end() != begin:
        return ()
    body = "".join(f"{item[1]}  {line}\n" for line in listed)
    head = HEAD.match(script.text, begin)
    selector = SELECTOR.match(script.text, head.end() if head else end)
    when = f"  # {selector[1]}" if selector and script.conditions_at(begin) else ""
    new = f"{item[0]}{listed[0]}{when}\n" if len(listed) == 1 else f"{item[0]}|{when}\n{body}"
    return (FileEdit(file=script.file, start=start, end=start, text=new),)


def at_the_top(script: BuildScript, lines: str, offsets: Iterable[int]) -> tuple[FileEdit, ...]:
    """Edits that put lines before all that a script does.

    None where the first text has conditions that one at the offsets, which need the lines, has not.
    """
    if script.is_file:
        start = _top_of_file(script.text)
        return (script.edit(start, start, lines),)
    start, _, conditions = script.regions[0]
    if any(script.conditions_at(each)[: len(conditions)] != conditions for each in offsets):
        return ()
    begins = re.compile(r"\S").search(script.masked, start)
    return lines_before(script, begins.start() if begins else start, lines)


def _top_of_file(text: str) -> int:
    """Where commands can be put before everything else: after `#!` and `set -…` lines."""
    position = end = 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        stripped = line.strip()
        if stripped.startswith(("#!", "set -")) or (position == len(line) and not stripped):
            end = position
        elif stripped and not stripped.startswith("#"):
            break
    return end


def _region(script: BuildScript, offset: int) -> tuple[int, int]:
    """The text that holds an offset; an empty one between the texts of a script."""
    inside = ((start, end) for start, end, _ in script.regions if start <= offset <= end)
    return next(inside, (offset, offset))


def masked(text: str, regions: list[tuple[int, int]]) -> str:
    """The text with its scripts as the shell reads them and blanks elsewhere, all in its place."""
    parts, position = [], 0
    for start, end in sorted(regions):
        parts.append(_blank(text[position:start]))
        parts.append(_as_shell(text[start:end]))
        position = end
    return "".join(parts)


def _blank(text: str) -> str:
    return "\n".join([" " * len(line) for line in text.split("\n")])


def _as_shell(scalar: str) -> str:
    """A YAML scalar as the shell's text, each character where it was."""
    if scalar[:1] in {"|", ">"}:
        head, newline, body = scalar.partition("\n")
        scalar = " " * len(head) + newline + body
    elif scalar[:1] in {'"', "'"} and scalar[-1:] == scalar[:1]:
        inside = scalar[1:-1].replace("\n", " ")
        if scalar[0] == '"':
            inside = ESCAPED.sub(_as_read, inside)
        else:
            inside = inside.replace("''", f"{FILLER}'")
        scalar = f" {inside} "
    else:
        scalar = scalar.replace("\n", " ")
    return JINJA.sub(_as_variable, scalar)


def _as_read(match: re.Match[str]) -> str:
    return {"n": "\n ", '"': f'{FILLER}"'}.get(match[1], match[0])


def _as_variable(match: re.Match[str]) -> str:
    """`${{ name }}` as `${name}` of the same length, anything else as a plain word."""
    length, inner = len(match[0]), match[1]
    if JINJA_NAME.match(inner):
        spare = length - len(inner) - len("${}")
        if spare == 0:
            return f"${{{inner}}}"
        if spare > 1:
            return f"${{{inner}:-{'_' * (spare - 2)}}}"
    return "_" * length
