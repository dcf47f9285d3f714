"""The trees of source that a script configures, and which of them a command for a folder reaches.

What cannot be told is taken for one tree that everything reaches, so that nothing is said of it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from condax.lint.commands import goals, is_configure
from condax.lint.shell_folders import MOVES, SOURCE, folders_of, is_below, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command
    from condax.lint.shell_folders import Folder

SHELLS = ("bash", "sh")
WRITABLE = re.compile(r"[\w./${}+-]+")
FILES = re.compile(r"config\.(?:sub|guess|\*)$")
"""What a copy is called that is given a name."""
MAKERS = frozenset({"autogen.sh", "bootstrap", "bootstrap.sh", "buildconf"})
"""Programs that make `configure`, as `make configure` does: the tarball has no old files for it."""
FORCED = {"autoreconf": "f", "automake": "f", "libtoolize": "f"}
"""Programs that leave the files alone unless they are told to replace them, by `--force…` or so."""
WITH_VALUE = frozenset({"-B", "-I", "-W", "--include", "--prepend-include", "--warnings"})
"""Options of `autoreconf` whose value may be the next word."""
OF_A_LIST = frozenset({"parallel", "xargs"})
"""Programs that run others for what they read."""
HARMLESS = MOVES | {"mkdir", "rm"}
"""Commands that bring no tree: what they come before is there already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Configure:
    """One `configure` of a script."""

    command: Command
    tree: Folder
    """The folder that it is in, with the files that it needs in it or below."""

    def written(self, script: BuildScript, place: int) -> str | None:
        """That folder as lines at `place` write it: `.`, `..`, `"${SRC_DIR}"`; `None` if unknown.

        Its own command does, unless it goes elsewhere on its way there.
        """
        path = posixpath.dirname(_program(self.command)) or "."
        between = [each for each in script.commands if place <= each.start < self.command.start]
        names, folders = {each.name for each in between}, folders_of(script.masked)
        starts = (each.start for each in (*between, self.command))
        outer = next((folders[each] for each in starts if each in folders), None)
        if names & MOVES or outer != folders.get(self.command.start):
            if outer is None or self.tree is None or names - HARMLESS:
                return None
            if not is_below(self.tree, outer):
                return None
            below = self.tree.removeprefix(outer).lstrip("/") or SOURCE
            path = self.tree if outer == SOURCE else below
        if WRITABLE.fullmatch(path) is None:
            return "."
        return f'"{path}"' if "$" in path else path


def configures(script: BuildScript) -> Iterator[Configure]:
    """The runs of a `configure`, which wants options: autoconf's has at least a prefix."""
    for command in script.commands:
        if is_configure(command) and command.arguments:
            # Asked for here: most scripts have none, and need no second walk.
            folder = folders_of(script.masked).get(command.start)
            path = posixpath.dirname(_program(command)) or "."
            yield Configure(command=command, tree=within(folder, path))


def _program(command: Command) -> str:
    """What runs, by itself or through a shell."""
    named = (each.value for each in command.arguments if each.value[:1] != "-")
    own = command.words[0].value if command.words else ""
    return next(named, own) if command.name in SHELLS else own


def copied_to(script: BuildScript, command: Command) -> tuple[Folder, ...]:
    """The folders in which a `cp` or a `find … -exec cp` puts a file of another one."""
    folder = folders_of(script.masked).get(command.start)
    values = [each.value for each in command.arguments]
    if command.name == "find":
        index = next((i for i, each in enumerate(values) if each[:1] in "-(!"), len(values))
        return tuple(within(folder, each) for each in values[:index] or ["."])
    target = values[-1] if values else ""
    if command.name in OF_A_LIST or "BUILD_PREFIX" in target or target.startswith("-"):
        return (None,)
    return (within(folder, FILES.sub(".", target)),)


def remade(script: BuildScript, command: Command) -> tuple[Folder, ...]:
    """The folders in which a command makes the files anew, with `configure` or by force."""
    folder = folders_of(script.masked).get(command.start)
    values, program = [each.value for each in command.arguments], _program(command)
    if any(each.value == "configure" for each in goals(command)):
        moved = next((path for option, path in pairwise(values) if option == "-C"), SOURCE)
        return (within(folder, moved),)
    if posixpath.basename(program) in MAKERS:
        return (within(folder, posixpath.dirname(program) or SOURCE),)
    letter = FORCED.get(command.name)
    if letter is None:
        return ()
    if not any(re.match(rf"--force|-[a-z]*{letter}", each) for each in values):
        return ()
    named = [
        each
        for previous, each in pairwise(["", *values])
        if each[:1] != "-" and previous not in WITH_VALUE and command.name == "autoreconf"
    ]
    return tuple(within(folder, each) for each in named) or (folder,)


def reaches(place: Folder, tree: Folder, trees: Sequence[Folder]) -> bool:
    """Whether files in a folder are a tree's: it is above, or in that tree and in no other."""
    if place is None or tree is None or is_below(tree, place):
        return True
    if is_below(place, tree):
        inner = [each for each in trees if each is not None and each != tree]
        return not any(is_below(each, tree) and is_below(place, each) for each in inner)
    return may_be_one(place, tree)


def may_be_one(one: str, other: str) -> bool:
    """Whether variables in two folders may make them the same."""
    heads = (one.partition("$")[0], other.partition("$")[0])
    return ("$" in one and other.startswith(heads[0])) or (
        "$" in other and one.startswith(heads[1])
    )


def first_of_each(listed: Iterable[Configure]) -> Iterator[Configure]:
    """The first in each tree; one below another that came first belongs to that."""
    seen: list[Folder] = []
    for each in listed:
        if not any(_is_of(each.tree, earlier) for earlier in seen):
            seen.append(each.tree)
            yield each


def _is_of(tree: Folder, earlier: Folder) -> bool:
    if tree is None or earlier is None:
        return True
    return is_below(tree, earlier) or may_be_one(tree, earlier)
