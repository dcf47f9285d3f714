"""PEP 725's `[external]` table: compilers, libraries and programs as package URLs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import Dependency, Fact, Language, Use
from condax.project.toml_text import parse_toml, strings, table
from condax.recipe.natures import Nature, by_name, by_pkg_config, by_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

DEP = re.compile(r"(?:dep|pkg):(?P<type>[\w.+-]+)/(?P<name>[^@?#\s]+)(?:@(?P<version>[^?#\s]+))?")
LANGUAGES = {"c": "c", "c++": "cxx", "cxx": "cxx", "fortran": "fortran", "rust": "rust", "go": "go"}
VIRTUAL = {"lapack": "liblapack", "blas": "libblas", "mpi": "openmpi"}
USES = {
    "build-requires": Use.BUILD,
    "host-requires": Use.LINK,
    "dependencies": Use.LINK,
}
"""Keys of the table; `dependencies` are needed at run time and linked for it."""


@detector
def external(tree: SourceTree) -> Iterator[Fact]:
    """Entries such as `dep:generic/zlib@>=1.2`, `dep:virtual/compiler/c`."""
    data = table(parse_toml(tree.text("pyproject.toml")), "external")
    for key, use in USES.items():
        for text in strings(data, key):
            match = DEP.match(text)
            if match:
                yield _fact(match, text, use)


def _fact(match: re.Match[str], text: str, use: Use) -> Fact:
    where = "pyproject.toml [external]"
    kind, _, last = match["name"].rpartition("/")
    if match["type"] == "virtual" and kind == "compiler" and last in LANGUAGES:
        return Language(name=LANGUAGES[last], where=where)
    row = by_pkg_config(last) or by_program(last) or by_name(VIRTUAL.get(last, last))
    constraint = (match["version"] or "").replace("vers:pypi/", "").replace("|", ",")
    if use is Use.LINK and row and row.nature is Nature.PROGRAM:
        use = Use.RUN
    return Dependency(
        name=row.name if row else last.lower(),
        written=text,
        use=use,
        where=where,
        constraint=constraint if constraint[:1] in {">", "<", "=", "!"} else "",
        is_known=row is not None,
    )
