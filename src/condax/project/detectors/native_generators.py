"""Programs that the build compiles for the build machine and runs: `CC_FOR_BUILD`, `BUILD_CC`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import Fact, InTreeProgram
from condax.project.tree import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

COMPILERS = re.compile(r"\$[({@]?(BCC|BUILD_CC|CC_FOR_BUILD|HOSTCC|CC_BUILD)\b[^\n]*?-o\s+(\S+)")


@detector
def native_generators(tree: SourceTree) -> Iterator[Fact]:
    """Links by a compiler for the build machine in makefiles."""
    for path in tree.main_files("Makefile.in", "Makefile.am", "Makefile", "*.mk"):
        text = tree.text(path)
        for match in COMPILERS.finditer(text):
            name = re.sub(r"\$[({]\w+[)}]", "", match[2]).rpartition("/")[2]
            if re.fullmatch(r"[\w.+-]+", name):
                yield InTreeProgram(name=name, where=f"{path}:{line_of(text, match.start())}")
