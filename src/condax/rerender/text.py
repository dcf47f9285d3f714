"""Pieces of YAML text that the workflows of every provider need."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*(?::[A-Za-z0-9_.-]+)*")
RESERVED = ("true", "false", "yes", "no", "on", "off", "null", "none", "y", "n")


def scalar(value: object) -> str:
    """A value in YAML's flow style; text is quoted where it could be taken for something else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(scalar(item) for item in value) + "]"
    text = str(value)
    if PLAIN.fullmatch(text) and text.lower() not in RESERVED:
        return text
    return json.dumps(text)


def indented(text: str, first: str, rest: str) -> str:
    """The lines with `first` before the first of them and `rest` before the others."""
    head, *others = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else line for line in others)])


def secrets_block(names: Iterable[str], line: str) -> str:
    """One line for each secret; `line` has `{name}` where the name goes."""
    return "".join(line.format(name=name) + "\n" for name in names)
