"""Licence files and which licences they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import Fact, LicenseFile
from condax.project.spdx import license_of, says_or_later, tag_in
from condax.project.tree import is_aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

FILE = re.compile(r"^(un)?(licen[cs]e|copying|copyright|notice)([._-][\w.+-]*)?$", re.IGNORECASE)
NOT_TEXT = (".c", ".h", ".py", ".sh", ".in", ".html", ".png", ".rb", ".js")
DEEPEST = 1
"""Folders above a licence file; deeper ones belong to something bundled."""


@detector
def licenses(tree: SourceTree) -> Iterator[Fact]:
    """Files at the top, and those of parts of the project with their own licence."""
    for path in tree.files:
        name = path.rpartition("/")[2]
        if FILE.match(name) and not name.endswith(NOT_TEXT) and _is_near(path):
            text = tree.text(path)
            spdx = license_of(text) or tag_in(text)
            if spdx and spdx.endswith("-only") and _notices_say_or_later(tree, path):
                spdx = spdx.removesuffix("only") + "or-later"
            yield LicenseFile(path=path, spdx=spdx)


def _is_near(path: str) -> bool:
    return path.count("/") <= DEEPEST and not is_aside(path)


def _notices_say_or_later(tree: SourceTree, path: str) -> bool:
    """Whether the sources that the licence is for allow its later versions."""
    folder = path.rpartition("/")[0]
    sources = [
        each
        for each in tree.main_files("*.c", "*.cc", "*.cpp", "*.h", "*.py", "*.rs")
        if each.startswith(folder)
    ]
    return any(says_or_later(tree.text(each)[:4000]) for each in sources[:8])
