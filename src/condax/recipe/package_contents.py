"""What a `package_contents` test asks for, as shell commands for a format that has no such test."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.recipe.expression import evaluate_condition
from condax.recipe.syntax import ExpressionError
from condax.recipe.values import Block, Conditional, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.recipe.values import Data, Item, Texts

FOLDERS = {
    "bin": ("$PREFIX/bin/{}", "{}"),
    "lib": ("$PREFIX/lib/{}", "%LIBRARY_LIB%/{}"),
    "include": ("$PREFIX/include/{}", "%LIBRARY_INC%/{}"),
    "site_packages": ("$SP_DIR/{}", "%SP_DIR%/{}"),
    "files": ("$PREFIX/{}", "%PREFIX%/{}"),
}
"""Where each kind of entry is looked for on Unix, and on Windows."""
LIBRARY = re.compile(r"(?:\w|\$\{\{[^{}]*\}\})+")
GLOB = re.compile(r"[*?\[]")
WORDS_OR_SLASH = re.compile(r"(\$\{\{.*?\}\})|/")
UNIX, WINDOWS = "unix", "win"
Systems = tuple[str, ...]
"""`unix` and `win`, which are also the conditions that hold there."""
KNOWN: Mapping[str, Mapping[str, object]] = {
    UNIX: {"unix": True, "win": False},
    WINDOWS: {"unix": False, "win": True, "linux": False, "osx": False},
}
"""What can be said of each system."""


def contents_commands(contents: Block, systems: Systems) -> Texts:
    """One command for each file that has to be there or not.

    Where an entry stands for both of the `systems`, there is one for the shell of each.
    """
    return tuple(
        command
        for kind, value in contents.entries
        if kind in FOLDERS
        for command in _Entries(kind=kind, systems=systems).commands(value)
    )


def possible(systems: Systems, condition: str, *, holds: bool) -> Systems:
    """Those of the systems on which a condition can hold, or can not hold."""
    return tuple(each for each in systems if _certainty(condition, each) is not (not holds))


def names_systems(condition: str) -> bool:
    """Whether nothing but the system decides a condition."""
    return None not in (_certainty(condition, UNIX), _certainty(condition, WINDOWS))


def _certainty(condition: str, system: str) -> bool | None:
    """Whether a condition holds for all that is known of a system; `None` if more decides."""
    try:
        return evaluate_condition(condition, KNOWN[system])
    except ExpressionError:
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entries:
    """Entries of one kind that are all looked for in one way."""

    kind: str
    systems: Systems
    is_there: bool = True

    def commands(self, value: Data) -> Texts:
        """The commands, under the conditions that their entries have."""
        if isinstance(value, Text):
            return tuple(self._on(system, value.value) for system in self.systems)
        if isinstance(value, Conditional):
            return (self._conditional(value),)
        if isinstance(value, Block):
            found = ((self._where(is_there=key != "not_exists"), v) for key, v in value.entries)
            return tuple(each for entries, below in found for each in entries.commands(below))
        return tuple(command for each in value for command in self.commands(each))

    def _where(self, *, is_there: bool) -> _Entries:
        return replace(self, is_there=is_there)

    def _conditional(self, value: Conditional[Data]) -> Conditional[Text]:
        condition = value.condition.value
        then, otherwise = (
            replace(self, systems=possible(self.systems, condition, holds=holds)).commands(arm)
            for arm, holds in ((value.then, True), (value.otherwise, False))
        )
        return Conditional(condition=value.condition, then=then, otherwise=otherwise)

    def _on(self, system: str, name: str) -> Item[Text]:
        command = Text(value=self._command(name, on_windows=system == WINDOWS))
        if len(self.systems) == 1:
            return command
        return Conditional(condition=Text(value=system), then=(command,))

    def _command(self, name: str, *, on_windows: bool) -> str:
        if self.kind == "lib" and LIBRARY.fullmatch(name):
            name = f"{name}.lib" if on_windows else f"lib{name}${{SHLIB_EXT}}"
        path = FOLDERS[self.kind][on_windows].format(name)
        if on_windows and self.kind == "bin":
            # rattler-build looks in every folder of PATH, with every extension of a program.
            return f"where {name}" if self.is_there else f"where /q {name} && exit 1 || ver > nul"
        if on_windows:
            word = "if not exist" if self.is_there else "if exist"
            return WORDS_OR_SLASH.sub(lambda found: found[1] or "\\", f"{word} {path} exit 1")
        if GLOB.search(path):
            return f"ls {path} > /dev/null" if self.is_there else NO_FILE.format(path)
        return f"test -e {path}" if self.is_there else f"test ! -e {path}"


NO_FILE = 'test -z "$(ls {} 2> /dev/null)"'
