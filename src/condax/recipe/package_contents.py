"""What a `package_contents` test asks for, as shell commands for a format that has no such test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.recipe.values import Block, Conditional, Text

if TYPE_CHECKING:
    from condax.recipe.values import Data, Texts

FOLDERS = {
    "bin": ("$PREFIX/bin/{}", "%LIBRARY_BIN%/{}.exe"),
    "lib": ("$PREFIX/lib/{}", "%LIBRARY_LIB%/{}"),
    "include": ("$PREFIX/include/{}", "%LIBRARY_INC%/{}"),
    "site_packages": ("$SP_DIR/{}", "%SP_DIR%/{}"),
    "files": ("$PREFIX/{}", "%PREFIX%/{}"),
}
"""Where each kind of entry is looked for on Unix, and on Windows."""
LIBRARY = re.compile(r"(?:\w|\$\{\{[^{}]*\}\})+")
GLOB = re.compile(r"[*?\[]")


def contents_commands(contents: Block) -> Texts:
    """One command for each file that has to be there or not.

    They are for the shell of Unix, and for that of Windows where an entry stands only there.
    """
    return tuple(
        command
        for kind, value in contents.entries
        if kind in FOLDERS
        for command in _Entries(kind=kind).commands(value)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entries:
    """Entries of one kind that are all looked for in one way."""

    kind: str
    is_there: bool = True
    on_windows: bool = False

    def commands(self, value: Data) -> Texts:
        """The commands, under the conditions that their entries have."""
        if isinstance(value, Text):
            return (Text(value=self._command(value.value)),)
        if isinstance(value, Conditional):
            return (self._conditional(value),)
        if isinstance(value, Block):
            found = ((self._where(is_there=key != "not_exists"), v) for key, v in value.entries)
            return tuple(each for entries, below in found for each in entries.commands(below))
        return tuple(command for each in value for command in self.commands(each))

    def _where(self, *, is_there: bool) -> _Entries:
        return _Entries(kind=self.kind, is_there=is_there, on_windows=self.on_windows)

    def _conditional(self, value: Conditional[Data]) -> Conditional[Text]:
        arms = []
        for arm, windows in zip((value.then, value.otherwise), WINDOWS, strict=True):
            here = self.on_windows or value.condition.value in windows
            entries = _Entries(kind=self.kind, is_there=self.is_there, on_windows=here)
            arms.append(entries.commands(arm))
        return Conditional(condition=value.condition, then=arms[0], otherwise=arms[1])

    def _command(self, name: str) -> str:
        if self.kind == "lib" and LIBRARY.fullmatch(name):
            name = f"{name}.lib" if self.on_windows else f"lib{name}${{SHLIB_EXT}}"
        path = FOLDERS[self.kind][self.on_windows].format(name)
        if self.on_windows:
            word = "if not exist" if self.is_there else "if exist"
            return f"{word} {path} exit 1".replace("/", "\\")
        if GLOB.search(path):
            return f"ls {path} > /dev/null" if self.is_there else NO_FILE.format(path)
        return f"test -e {path}" if self.is_there else f"test ! -e {path}"


WINDOWS = (("win", "not unix"), ("unix", "not win"))
"""Conditions that hold on Windows alone, and those that hold everywhere else."""
NO_FILE = 'test -z "$(ls {} 2> /dev/null)"'
