"""Byte code: where its source lies in the package, and the path by which it calls that.

It may be of another Python than the one that runs, whose `marshal` cannot read it. The format is
that of CPython's `Python/marshal.c`; what differs from version to version is how a code object is
laid out. Byte code of a Python that is not known here is left alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CACHED = re.compile(
    r"(?P<folder>(?:.*/)?)__pycache__/(?P<module>[^/]+?)\.[^./]+(?:\.opt-[0-9A-Za-z]+)?\.pyc"
)
"""PEP 3147, PEP 488. `importlib.util.source_from_cache` refuses modules with a dot in the name."""

HEADER = 16
"""Bytes in front of the module's code object (PEP 552); the first two name the version."""

NUMBER, VALUE, FILE_NAME = "n", "v", "f"
LAYOUTS = ((20000, ""), (3495, "nnnnnvvvvvfvvnvv"), (3413, "nnnnnnvvvvvvfvnv"), (0, ""))
"""What a code object consists of, by the least version: that of Python 2, of 3.11, of 3.8, of none.

Numbers have four bytes, and the name of the source is a value as well.
"""

CODE, SLICE, REFERENCE, LONG, SEQUENCES = "c", ":", "r", "l", "()<>"
TEXTS, INTERNED = "aAutzZ", "AtZ"
KINDS = (
    dict.fromkeys("NTFS.0c:", (0, 0))
    | dict.fromkeys("ir", (0, 4))
    | {"g": (0, 8), "y": (0, 16), "l": (4, 2), ")": (1, 0)}
    | dict.fromkeys("zZ", (1, 1))
    | dict.fromkeys("aAuts", (4, 1))
    | dict.fromkeys("(<>", (4, 0))
)
"""Type of a value → bytes of the count that comes first, bytes of each (of the one, uncounted)."""

NUMBERED = 0x80
"""Bit of a type: there may be references to the value."""

SHORT = 256
"""Length from which on that of an ASCII string does not fit in one byte."""


class _Value(NamedTuple):
    kind: str
    is_numbered: bool
    start: int
    end: int
    members: int
    content: bytes

    def with_content(self, content: bytes) -> bytes:
        """Another string in place of this one, as Python writes it."""
        kinds, width = "ut", 4
        if content.isascii():
            kinds, width = ("zZ", 1) if len(content) < SHORT else ("aA", 4)
        kind = ord(kinds[self.kind in INTERNED]) | NUMBERED * self.is_numbered
        return bytes([kind]) + len(content).to_bytes(width, "little") + content


def source_of(name: str) -> str:
    """Where the source of byte code lies, empty for any other file."""
    found = CACHED.fullmatch(name)
    return f"{found['folder']}{found['module']}.py" if found else ""


def placed(byte_code: bytes, name: str, prefix: str) -> bytes:
    """With the place of its source in the package, unless it goes by that below `prefix`.

    `name` is that of the byte code in the package. Whatever else it says stays: a string that ends
    like the path of the source means another file.
    """
    source = source_of(name).encode()
    path, kept = b"/" + source, f"{prefix}/".encode() + source
    if not source or byte_code.count(path) == byte_code.count(kept):
        return byte_code
    own, texts = _texts(byte_code)
    if own == kept or not (own.startswith(b"/") and own.endswith(path)):
        return byte_code
    parts, at = [], 0
    for text in texts:
        if text.content == own:
            parts += [byte_code[at : text.start], text.with_content(source)]
            at = text.end
    return b"".join((*parts, byte_code[at:]))


def _texts(byte_code: bytes) -> tuple[bytes, list[_Value]]:
    """The path by which a module calls its source, and every string; nothing if it is not known."""
    version = int.from_bytes(byte_code[:2], "little")
    layout = next(layout for least, layout in LAYOUTS if least <= version)
    try:
        return _read(byte_code, layout) if layout else (b"", [])
    except (IndexError, KeyError):
        return b"", []


def _read(byte_code: bytes, layout: str) -> tuple[bytes, list[_Value]]:
    """Raises `IndexError` or `KeyError` for what is no byte code of this layout."""
    own = b""
    texts: list[_Value] = []
    numbered: list[_Value] = []
    at, due = HEADER, [VALUE]
    while due:
        what = due.pop()
        if what == NUMBER:
            at += 4
            continue
        value = _value(byte_code, at)
        at = value.end
        if value.is_numbered:
            numbered.append(value)
        if value.kind in TEXTS:
            texts.append(value)
        elif value.kind == CODE:
            due += reversed(layout)
            # Only the first one is the module's.
            layout = layout.replace(FILE_NAME, VALUE)
        else:
            due += VALUE * value.members
        if what == FILE_NAME:
            is_reference = value.kind == REFERENCE
            named = numbered[int.from_bytes(value.content, "little")] if is_reference else value
            own = named.content
    return own, texts


def _value(byte_code: bytes, start: int) -> _Value:
    kind = chr(byte_code[start] & ~NUMBERED)
    width, size = KINDS[kind]
    begin, count = start + 1 + width, 1
    if width:
        count = int.from_bytes(byte_code[start + 1 : begin], "little", signed=kind == LONG)
    end = begin + abs(count) * size
    if max(end, start + count) > len(byte_code):
        raise IndexError(count)
    members = 3 if kind == SLICE else count if kind in SEQUENCES else 0
    is_numbered = byte_code[start] > NUMBERED
    return _Value(kind, is_numbered, start, end, members, byte_code[begin:end])
