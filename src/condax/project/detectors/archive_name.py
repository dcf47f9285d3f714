"""Name and version in the name of the archive or folder, e.g. `xz-5.8.1.tar.xz`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import Fact, Name, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

SUFFIX = re.compile(r"\.(tar(\.\w+)?|tgz|tbz2|txz|zip)$")
STEM = re.compile(r"^(?P<name>[A-Za-z][\w.+-]*?)[-_]v?(?P<version>\d+(?:[._]\d+)*[a-z]?\d*)")


@detector
def archive_name(tree: SourceTree) -> Iterator[Fact]:
    """The least reliable place for both."""
    stem = SUFFIX.sub("", tree.origin)
    match = STEM.match(stem)
    if match:
        yield Name(value=match["name"].lower(), where=tree.origin, weight=2)
        yield Version(value=match["version"].replace("_", "."), where=tree.origin, weight=3)
    elif re.fullmatch(r"[A-Za-z][\w.+-]*", stem):
        yield Name(value=stem.lower(), where=tree.origin, weight=1)
