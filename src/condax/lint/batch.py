"""Windows build scripts as far as rules look at them: commands and the conditions around them.

A command is a line, with those that `^` continues; labels, comments and `echo` are none. A
condition is the head of an `if … (` block, whatever it says.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

CONTINUED = re.compile(r"(?:[^\n]*\^\r?\n)*[^\n]*")
SKIPPED = re.compile(r"(?:rem\b|::|:\w|echo\b|set\b|$)", re.IGNORECASE)
PREFIX = re.compile(r"\s*@?\s*(?:call\s+)?", re.IGNORECASE)
BLOCK = re.compile(r"\s*@?(?:\)\s*else\b|if\b|for\b)[^\n]*\(\s*$", re.IGNORECASE)
INLINE_IF = re.compile(
    r"if\s+(?:/i\s+)?(?:not\s+)?(?:exist\s+\S+|defined\s+\S+|errorlevel\s+\S+|\S+\s*==\s*\S+)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchCommand:
    """One command; offsets count characters of the script."""

    words: tuple[str, ...]
    """The program and its arguments, split at spaces, quotes left out."""
    start: int
    """Where the program's name begins."""
    end: int
    name_end: int
    guards: tuple[str, ...]
    """Heads of the `if` blocks around it, and the `if` before it on its line."""
    is_alone: bool
    """It has its lines to itself."""

    @property
    def name(self) -> str:
        """The program without folder and `.exe`, in lower case."""
        return re.split(r"[\\/]", self.words[0].lower())[-1].removesuffix(".exe")


@functools.lru_cache(maxsize=128)
def parse_batch(text: str) -> tuple[BatchCommand, ...]:
    """The commands of a script in order; never fails."""
    found: list[BatchCommand] = []
    guards: list[str] = []
    position = 0
    while position < len(text):
        match = CONTINUED.match(text, position)
        line = match[0] if match else ""
        if BLOCK.match(line):
            if line.lstrip().startswith(")") and guards:
                guards.pop()
            guards.append(line.strip())
        elif line.strip() == ")" and guards:
            guards.pop()
        else:
            command = _command(line.rstrip("\r"), position, tuple(guards))
            if command is not None:
                found.append(command)
        position += len(line) + 1
    return tuple(found)


def _command(line: str, position: int, guards: tuple[str, ...]) -> BatchCommand | None:
    prefix = PREFIX.match(line)
    start = prefix.end() if prefix else 0
    inline = INLINE_IF.match(line, start)
    if inline is not None:
        guards, start = (*guards, inline[0].strip()), inline.end()
    rest = line[start:]
    if SKIPPED.match(rest):
        return None
    words = tuple(word.strip('"') for word in rest.replace("^\n", " ").split())
    return BatchCommand(
        words=words,
        start=position + start,
        end=position + len(line.rstrip()),
        name_end=position + start + len(rest.split()[0]),
        guards=guards,
        is_alone=inline is None and "&" not in rest and "|" not in rest,
    )
