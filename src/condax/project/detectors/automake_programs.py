"""Programs that Automake installs: `bin_PROGRAMS` and `bin_SCRIPTS` of `Makefile.am`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.makefile import without_conditions
from condax.project.model import Fact, InstalledProgram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

INSTALLED = re.compile(r"^bin_(?:PROGRAMS|SCRIPTS)[ \t]*\+?=[ \t]*((?:.*\\\n)*.*)$", re.MULTILINE)


@detector
def automake_programs(tree: SourceTree) -> Iterator[Fact]:
    """Those that every configuration has, by their plain names."""
    for path in tree.main_files("Makefile.am"):
        for match in INSTALLED.finditer(without_conditions(tree.text(path))):
            for name in match[1].replace("\\\n", " ").split("#", 1)[0].split():
                if re.fullmatch(r"[\w.+-]+", name):
                    yield InstalledProgram(name=name, where=path)
