"""Members of a static library, in the System V and BSD spellings of the `ar` format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

AR_MAGIC = b"!<arch>\n"
HEADER_SIZE = 60
NAME_END, SIZE_START, SIZE_END = 16, 48, 58


def read_members(content: memoryview) -> Iterator[tuple[str, memoryview]]:
    """Name and content of every object; symbol and name tables are left out.

    Ends at the first header that is not one, as linkers do.
    """
    if bytes(content[: len(AR_MAGIC)]) != AR_MAGIC:
        return
    long_names = b""
    at = len(AR_MAGIC)
    while at + HEADER_SIZE <= len(content):
        header = bytes(content[at : at + HEADER_SIZE])
        digits = header[SIZE_START:SIZE_END].strip()
        if header[SIZE_END:] != b"`\n" or not digits.isdigit():
            return
        name, size = header[:NAME_END].rstrip(), int(digits)
        body = content[at + HEADER_SIZE : at + HEADER_SIZE + size]
        # Members start at even offsets.
        at += HEADER_SIZE + size + size % 2
        if name == b"//":
            long_names = bytes(body)
        elif name not in (b"/", b"/SYM64/"):
            yield _resolve(name, body, long_names)


def _resolve(name: bytes, body: memoryview, long_names: bytes) -> tuple[str, memoryview]:
    if name.startswith(b"#1/") and name[3:].isdigit():  # BSD: the name precedes the content
        length = int(name[3:])
        name, body = bytes(body[:length]).rstrip(b"\0"), body[length:]
    elif name.startswith(b"/") and name[1:].isdigit():  # System V: an offset into `//`
        name = long_names[int(name[1:]) :].split(b"\n", 1)[0]
    return name.removesuffix(b"/").decode("utf-8", "replace"), body
