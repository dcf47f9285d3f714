"""What a `package_contents` test asks for, as shell commands for a format that has no such test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.values import Block, Conditional, Data, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = {"bin": "bin/", "lib": "lib/", "include": "include/", "site_packages": "", "files": ""}
"""Where each kind of entry is looked for on Unix, below the prefix."""


def contents_commands(contents: Block) -> Iterator[str]:
    """One `test` for each file that has to be there or not."""
    for kind, value in contents.entries:
        if kind in FOLDERS and kind != "site_packages":
            for name, is_there in _names(value):
                test = "test -e" if is_there else "test ! -e"
                yield f"{test} $PREFIX/{FOLDERS[kind]}{name}"


def _names(value: Data) -> Iterator[tuple[str, bool]]:
    if isinstance(value, Text):
        yield value.value, True
    elif isinstance(value, Block):
        for key, below in value.entries:
            yield from ((name, key != "not_exists") for name, _ in _names(below))
    elif not isinstance(value, Conditional):
        for each in value:
            yield from _names(each)
