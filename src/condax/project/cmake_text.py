"""CMake's language read without running it: commands and the blocks that they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMENT = re.compile(r"#\[\[.*?\]\]|#[^\n]*", re.DOTALL)
COMMAND = re.compile(r"^[ \t]*([A-Za-z_]\w*)[ \t]*\(", re.MULTILINE)
ARGUMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"();]+)')
OPENING = {"if": "endif", "function": "endfunction", "macro": "endmacro", "foreach": "endforeach"}
CLOSING = frozenset(OPENING.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One call."""

    name: str
    """Lower case."""
    arguments: tuple[str, ...]
    line: int
    blocks: tuple[str, ...]
    """Conditions of the `if`s around it, outermost first; `function` and `macro` as such."""


def cmake_commands(text: str) -> Iterator[Command]:
    """Every command with the blocks around it; an `else` branch has `NOT (…)` of its `if`."""
    clean = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    stack: list[str] = []
    line, at = 1, 0
    for match in COMMAND.finditer(clean):
        name = match[1].lower()
        body = _body(clean, match.end())
        line += clean.count("\n", at, match.start())
        at = match.start()
        if name in CLOSING:
            if stack:
                stack.pop()
            continue
        if name in {"else", "elseif"} and stack:
            stack[-1] = f"NOT ({stack[-1]})" if name == "else" else " ".join(body.split())
            continue
        arguments = tuple(a or b for a, b in ARGUMENT.findall(body))
        yield Command(name=name, arguments=arguments, line=line, blocks=tuple(stack))
        if name in OPENING:
            stack.append(" ".join(body.split()) if name == "if" else name)


def _body(text: str, start: int) -> str:
    """Text up to the closing parenthesis."""
    depth, at = 1, start
    for match in re.finditer(r'[()]|"(?:[^"\\]|\\.)*"', text[start:]):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
        at = start + match.start()
        if depth == 0:
            break
    return text[start:at]
