"""Commands that stand in the recipe's YAML: how the shell reads them, and how edits are written.

`${{ name }}` becomes a variable of the same length and an escaped quote a quote with a filler, so
that a place in the script is the place in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.lines import ITEM, above_comments, line_end, line_start
from condax.lint.registry import FileEdit
from condax.lint.shell import FILLER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.lint.scripts import BuildScript

JINJA = re.compile(r"\$?\{\{\s*(.*?)\s*\}\}", re.DOTALL)
JINJA_NAME = re.compile(r"[A-Za-z_]\w*$")
LITERAL, FOLDED, PLAIN, FLOW = "|", ">", "", "["
"""How a text is written whose lines are the shell's, or are one line; one without quotes; and such
a one in a list or mapping of one line, where it ends at `,` and `]`."""
BETWEEN = frozenset("[{,")
IN_LINES = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?(?:- +)*")
"""What stands before a text without quotes that is not part of a list or mapping of one line."""
ESCAPED = re.compile(r"\\(.)")
"""A character and its backslash in YAML's double quotes."""
HEAD = re.compile(r"[|>][-+\d]*")
BODY = re.compile(r"\b(then|else|do); ")
END_OF_BLANKS, NOT_BLANK = re.compile(r"[ \t]*"), re.compile(r"[^ \t]")
SELECTOR = re.compile(r"[ \t]*#[^\n\[]*(\[[^\]\n]+\])")


def style_at(script: BuildScript, offset: int) -> str | None:
    """How the text at an offset is written: `|` (also a file), `>`, a quote, or without any.

    `None` between the texts of a script.
    """
    if script.is_file:
        return LITERAL
    start, end = _region(script, offset)
    if start == end:
        return None
    if script.text[start] in "|>\"'":
        return script.text[start]
    line, before = line_start(script.text, start), script.text[:start].rstrip()
    is_listed = before[-1:] in BETWEEN or not IN_LINES.fullmatch(script.text, line, start)
    return FLOW if is_listed else PLAIN


def keeps_lines(script: BuildScript, offset: int) -> bool:
    """Whether a new line in the file is one in the script."""
    return style_at(script, offset) == LITERAL


def edit_at(script: BuildScript, start: int, end: int, text: str) -> FileEdit:
    """An edit of a script, where `text` is shell or a piece of the file.

    In a list of one line it puts the whole text that it is about in quotes.
    """
    style = style_at(script, start)
    if style in {FOLDED, PLAIN, '"', "'"} and not text:
        start, end = _without_gap(script.text, start, end)
    if style != FLOW:
        return FileEdit(file=script.file, start=start, end=end, text=as_written(style, text))
    begin, stop = _region(script, start)
    whole = script.text[begin:start] + text + script.text[end:stop]
    return FileEdit(file=script.file, start=begin, end=stop, text=_in_quotes(whole))


def _without_gap(text: str, start: int, end: int) -> tuple[int, int]:
    """What to remove so that the line keeps its indentation, or goes if nothing else is in it.

    An empty line, and one that is indented further, would be parted from those around it.
    """
    line, stop = line_start(text, start), line_end(text, end)
    if text[line:start].strip():
        return start, end
    behind = END_OF_BLANKS.match(text, end)
    assert behind is not None
    if behind.end() >= len(text[:stop].rstrip("\r\n")):
        return line, stop
    first = NOT_BLANK.search(text, line)
    return (first.start() if first else start), behind.end()


def _in_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def as_written(style: str | None, text: str) -> str:
    """A piece of shell in YAML's quotes: its own are escaped, those that are already stay so."""
    if style == '"':
        return re.sub(r'(?<!\\)(?:"|\\(?=;))', r"\\\g<0>", text)
    return re.sub(r"(?<!')'(?!')", "''", text) if style == "'" else text


def lines_before(script: BuildScript, offset: int, lines: str) -> tuple[FileEdit, ...]:
    """Edits that put whole lines before the line, or the item of the recipe's list, of a command.

    An item gets the selector of the one that it stands before. In a list of one line, and where
    there is no list, they become one line. None where something stands before the command in its
    line.
    """
    if keeps_lines(script, offset):
        start = line_start(script.text, offset)
        indent = script.text[start:offset]
        if indent.strip():
            return ()
        new = "".join(f"{indent}{line}\n" for line in lines.splitlines())
        start = above_comments(script.masked, start)
        return (script.edit(start, start, new),)
    begin, _ = _region(script, offset)
    item = ITEM.match(script.text, line_start(script.text, begin))
    if item is not None and item.end() == begin:
        return (_new_item(script, item, begin, lines.splitlines()),)
    return _line_before(script, begin, in_one_line(lines))


def _line_before(script: BuildScript, begin: int, line: str) -> tuple[FileEdit, ...]:
    """An item of its own in a list of one line; before the text that is no item, in that text."""
    if script.text[:begin].rstrip()[-1:] in {"[", ","}:
        new = f"{_in_quotes(line)}, "
        return (FileEdit(file=script.file, start=begin, end=begin, text=new),)
    style = style_at(script, begin)
    if style in {None, LITERAL, FOLDED}:
        return ()
    begin += script.text[begin] in "\"'"
    return (script.edit(begin, begin, f"{line}; "),)


def in_one_line(lines: str) -> str:
    """Statements that have lines to themselves, one behind the other."""
    return BODY.sub(r"\1 ", "; ".join(each.strip() for each in lines.splitlines()))


def _new_item(script: BuildScript, item: re.Match[str], begin: int, lines: list[str]) -> FileEdit:
    """An item of its own before the one that begins there."""
    _, end = _region(script, begin)
    body = "".join(f"{item[1]}  {line}\n" for line in lines)
    head = HEAD.match(script.text, begin)
    selector = SELECTOR.match(script.text, head.end() if head else end)
    when = f"  # {selector[1]}" if selector and script.conditions_at(begin) else ""
    new = f"{item[0]}{lines[0]}{when}\n" if len(lines) == 1 else f"{item[0]}|{when}\n{body}"
    start = item.start()
    return FileEdit(file=script.file, start=start, end=start, text=new)


def at_the_top(script: BuildScript, lines: str, offsets: Iterable[int]) -> tuple[FileEdit, ...]:
    """Edits that put lines before all that a script does.

    None where the first text has conditions that one at the offsets, which need the lines, has not.
    """
    if script.is_file:
        start = _top_of_file(script.text)
        is_apart = start > 0 and script.text.startswith(("\n", "\r\n"), start)
        return (script.edit(start, start, "\n" * is_apart + lines),)
    start, _, conditions = script.regions[0]
    if any(script.conditions_at(each)[: len(conditions)] != conditions for each in offsets):
        return ()
    begins = re.compile(r"\S").search(script.masked, start)
    return lines_before(script, begins.start() if begins else start, lines)


def why_not_at_the_top(script: BuildScript, offsets: Iterable[int]) -> str:
    """The reason where there are no edits."""
    if at_the_top(script, "true\n", offsets):
        return ""
    if script.regions[0][2]:
        return "the script's first command has a condition that this one has not"
    return "the commands are neither a list nor lines of their own"


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
        between = _blank(text[position:start])
        # Texts in one line, which a comma parts, are lines of the script all the same.
        is_next = bool(position) and "\n" not in between
        parts += ["\n", between[1:]] if is_next else [between]
        parts.append(_as_shell(text[start:end]))
        position = end
    return "".join(parts)


def _blank(text: str) -> str:
    return "\n".join([" " * len(line) for line in text.split("\n")])


def _as_shell(scalar: str) -> str:
    """A YAML scalar as the shell's text, each character where it was."""
    if scalar[:1] in {LITERAL, FOLDED}:
        head, newline, body = scalar.partition("\n")
        lines = _folded(body, is_block=True) if scalar[0] == FOLDED else body
        scalar = " " * len(head) + newline + lines
    elif scalar[:1] in {'"', "'"} and scalar[-1:] == scalar[:1]:
        inside = _folded(scalar[1:-1])
        if scalar[0] == '"':
            inside = ESCAPED.sub(_as_read, inside)
        else:
            inside = inside.replace("''", f"{FILLER}'")
        scalar = f" {inside} "
    else:
        scalar = _folded(scalar)
    return JINJA.sub(_as_variable, scalar)


def _folded(text: str, *, is_block: bool = False) -> str:
    """The text with a space for each line break that YAML takes for one.

    The others are beside empty lines and, in a block, beside lines that are indented further.
    """
    lines = text.split("\n")
    indents = [len(each) - len(each.lstrip(" \t")) for each in lines]
    least = min((i for i, each in zip(indents, lines, strict=True) if each.strip()), default=0)
    stays = [
        not each.strip() or (is_block and indent > least)
        for indent, each in zip(indents, lines, strict=True)
    ]
    parts = [lines[0]]
    for number, line in enumerate(lines[1:]):
        if stays[number] or stays[number + 1]:
            parts += ["\n", line]
        else:
            blank = " " * parts[-1].endswith("\r")
            parts[-1] = parts[-1].removesuffix("\r")
            parts += [f"{blank} ", line]
    return "".join(parts)


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
