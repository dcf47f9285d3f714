"""What a `package_contents` test asks for, as shell commands for a format that has no such test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.values import Block, Conditional, Data, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = {
    "bin": "$PREFIX/bin/{}",
    "lib": "$PREFIX/lib/{}",
    "include": "$PREFIX/include/{}",
    "site_packages": "$SP_DIR/{}",
    "files": "$PREFIX/{}",
}
"""Where each kind of entry is looked for on Unix."""
GLOB = re.compile(r"[*?\[]")


def contents_commands(contents: Block) -> Iterator[str]:
    """One command for each file that has to be there or not, for the shell of Unix."""
    for kind, value in contents.entries:
        if kind in FOLDERS:
            for name, is_there in _names(value):
                is_library = kind == "lib" and re.fullmatch(r"\w+", name) is not None
                file = f"lib{name}${{SHLIB_EXT}}" if is_library else name
                yield _command(FOLDERS[kind].format(file), is_there=is_there)


def _command(path: str, *, is_there: bool) -> str:
    if GLOB.search(path):
        return f"ls {path} > /dev/null" if is_there else f'test -z "$(ls {path} 2> /dev/null)"'
    return f"test -e {path}" if is_there else f"test ! -e {path}"


def _names(value: Data) -> Iterator[tuple[str, bool]]:
    if isinstance(value, Text):
        yield value.value, True
    elif isinstance(value, Block):
        for key, below in value.entries:
            yield from ((name, key != "not_exists") for name, _ in _names(below))
    elif not isinstance(value, Conditional):
        for each in value:
            yield from _names(each)
