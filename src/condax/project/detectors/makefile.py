"""Projects with only a makefile: what a caller can set, build, install and test."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.makefile import parse_makefile
from condax.project.model import BuildSystem, Dependency, Fact, System, Use
from condax.project.tree import is_aside
from condax.recipe.natures import by_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.makefile import Makefile
    from condax.project.tree import SourceTree

NAMES = ("GNUmakefile", "makefile", "Makefile")
SHARED_LINK = re.compile(
    r"-shared\b.*?-soname[=,\s]+(?:-Wl,)?(?P<soname>[\w.+-]+).*?-o\s+(?P<file>\S+)"
)
LINKED = re.compile(r"(?<!\S)-l([A-Za-z][\w.+-]*)")
TRUNK = ("", "lib", "src", "programs")


@detector
def makefile(tree: SourceTree) -> Iterator[Fact]:
    """A makefile at the top that is there before anything is configured."""
    path = next((name for name in NAMES if tree.has(name)), None)
    if path is None or _is_generated(tree, path):
        return
    parsed = parse_makefile(tree.text(path), path)
    if "install" not in parsed.rules and not parsed.default:
        return
    yield BuildSystem(
        kind=System.MAKEFILE,
        where=path,
        knows=frozenset(_knows(tree, parsed)),
        check=next((target for target in ("check", "test") if target in parsed.rules), ""),
        makefile=parsed,
    )
    for name in _linked(tree):
        row = by_library(name)
        if row:
            yield Dependency(
                name=row.name, written=f"-l{name}", use=Use.LINK, where=path, required=False
            )


def shared_library_makefiles(tree: SourceTree) -> Iterator[tuple[str, str, str]]:
    """Makefiles beside the main one that link a shared library: path, soname, file name."""
    for path in tree.files:
        if "/" in path or not path.startswith(("Makefile-", "Makefile.", "makefile.")):
            continue
        parsed = parse_makefile(tree.text(path), path)
        match = SHARED_LINK.search(parsed.expand(parsed.commands(parsed.default)))
        if match and "$" not in match["file"]:
            yield path, match["soname"], match["file"]


def _is_generated(tree: SourceTree, path: str) -> bool:
    """Whether `configure` writes it, or the one that is there only says to run `configure`."""
    return any(tree.has(name) for name in (f"{path}.in", f"{path}.am", "configure", "Configure"))


def _knows(tree: SourceTree, parsed: Makefile) -> Iterator[str]:
    """Variables of this makefile and of those it includes or calls, as `var:NAME`, and targets."""
    for name in parsed.variables:
        yield f"var:{name}"
    for path in tree.main_files("Makefile", "*.mk", "*.inc", "*.defs"):
        folder = str(PurePosixPath(path).parent)
        if not is_aside(path) and folder.replace(".", "", 1) in TRUNK and path != parsed.path:
            inner = parse_makefile(tree.text(path), path)
            for name, assignment in inner.variables.items():
                yield f"var:{name}" if not assignment.is_default else f"default:{name}"
            if "BUILD_STATIC" in tree.text(path):
                yield "var:BUILD_STATIC"
    for name in ("install", "install-strip"):
        if name in parsed.rules:
            yield f"target:{name}"
    for path, soname, file in shared_library_makefiles(tree):
        yield f"shared:{path}:{soname}:{file}"


def _linked(tree: SourceTree) -> set[str]:
    names: set[str] = set()
    for path in tree.main_files("Makefile", "GNUmakefile", "*.mk"):
        names |= set(LINKED.findall(tree.text(path)))
    return names
