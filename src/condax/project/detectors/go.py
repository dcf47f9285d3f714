"""Go modules: `go.mod`, and whether C is compiled as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import AboutFact, BuildSystem, Fact, Language, Name, System

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
REQUIRE = re.compile(r"^require\b", re.MULTILINE)
MAIN = re.compile(r"^package\s+main\b", re.MULTILINE)
CGO = re.compile(r'^\s*import\s+"C"', re.MULTILINE)
MAJOR = re.compile(r"/v\d+$")


@detector
def go(tree: SourceTree) -> Iterator[Fact]:
    """The module at the top, and the commands it has."""
    module = MODULE.search(tree.text("go.mod"))
    if module is None:
        return
    path = MAJOR.sub("", module[1])
    sources = list(tree.main_files("*.go"))
    commands = {p.rpartition("/")[0] or "." for p in sources if MAIN.search(tree.text(p))}
    yield BuildSystem(
        kind=System.GO,
        where="go.mod",
        knows=frozenset(f"command:{folder}" for folder in commands)
        | ({"cgo"} if any(CGO.search(tree.text(p)) for p in sources) else frozenset())
        | ({"modules"} if REQUIRE.search(tree.text("go.mod")) else frozenset()),
        check="go test ./...",
    )
    yield Language(name="go", where="go.mod")
    yield Name(value=path.rpartition("/")[2].lower(), where="go.mod", weight=6)
    if path.count("/") > 1:
        yield AboutFact(key="repository", value=f"https://{path}", where="go.mod")
