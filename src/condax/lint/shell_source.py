"""A script as tree-sitter sees it: bytes, syntax tree, and the way back to places in the text."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node, Parser


@functools.cache
def _parser() -> Parser:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


class ShellSource:
    """A script and its tree; `\\r` before a newline is not in its bytes, and neither in words."""

    def __init__(self, text: str) -> None:
        """Parses `text`, which never fails."""
        self.text = text
        self.data = text.replace("\r\n", "\n").encode("utf-8", "replace")
        self.root = _parser().parse(self.data).root_node
        self.offset = _offsets(text, self.data)

    def text_of(self, node: Node) -> str:
        """What a node stands for."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def byte(self, offset: int) -> int:
        """The place in `data` of a character of the text."""
        return len(self.text[:offset].replace("\r\n", "\n").encode("utf-8", "replace"))


@functools.lru_cache(maxsize=16)
def shell_source(text: str) -> ShellSource:
    """The source of a script, which is parsed once for all who look at it."""
    return ShellSource(text)


def _offsets(text: str, data: bytes) -> Callable[[int], int]:
    """Turns offsets in bytes without `\r` into offsets in characters of the text."""
    if len(text) == len(data):
        return lambda offset: offset
    ends = [each.start() - i for i, each in enumerate(re.finditer("\r\n", text))]

    def offset_of(offset: int) -> int:
        character = len(data[:offset].decode("utf-8", "ignore"))
        return character + bisect_left(ends, character)

    return offset_of
