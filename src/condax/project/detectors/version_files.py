"""Files that hold a version: `VERSION`, `VERSION.dat`, `version.txt`, and headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import Fact, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

PLAIN = re.compile(r"\s*v?(\d+(?:\.\d+)+[a-z]?\d*)\s*")
PARTS = re.compile(r"^(MAJOR|MINOR|PATCH)=(\d+)\s*$", re.MULTILINE)
DEFINED = re.compile(r'^\s*#\s*define\s+(\w+)_VERSION\s+"(\d+(?:\.\d+)+)"', re.MULTILINE)


@detector
def version_files(tree: SourceTree) -> Iterator[Fact]:
    """At the top; a `#define` counts if it carries the name of its header."""
    for name in ("VERSION", "version", "VERSION.txt", "version.txt", ".version"):
        match = PLAIN.fullmatch(tree.text(name))
        if match:
            yield Version(value=match[1], where=f"{name}:1", weight=5)
    parts = dict(PARTS.findall(tree.text("VERSION.dat")))
    if "MAJOR" in parts:
        value = ".".join(parts[key] for key in ("MAJOR", "MINOR", "PATCH") if key in parts)
        yield Version(value=value, where="VERSION.dat", weight=5)
    for path in tree.glob("*.h"):
        stem = path.rpartition("/")[2][:-2]
        if path.count("/") > 1 or stem.lower() not in tree.origin.lower():
            continue
        for prefix, value in DEFINED.findall(tree.text(path)):
            if prefix.lower() == stem.lower():
                yield Version(value=value, where=path, weight=5)
