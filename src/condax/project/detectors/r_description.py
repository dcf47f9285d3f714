"""R packages: `DESCRIPTION`."""

from __future__ import annotations

import re
from email.parser import HeaderParser
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import (
    AboutFact,
    BuildSystem,
    Dependency,
    Fact,
    Name,
    System,
    Use,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

PATH = "DESCRIPTION"
_BASE = (
    "R base compiler datasets graphics grDevices grid methods parallel splines stats stats4 "
    "tcltk tools utils"
)
BASE = frozenset(_BASE.split())
"""Packages that come with R itself."""
ENTRY = re.compile(r"([\w.]+)\s*(?:\(\s*(>=|<=|==|<|>)\s*([\w.-]+)\s*\))?")
LICENSES = {
    "GPL-2": "GPL-2.0-only",
    "GPL-3": "GPL-3.0-only",
    "GPL (>= 2)": "GPL-2.0-or-later",
    "GPL (>= 3)": "GPL-3.0-or-later",
    "Apache License 2.0": "Apache-2.0",
}


@detector
def r_description(tree: SourceTree) -> Iterator[Fact]:
    """A package, not any other file of this name."""
    headers = HeaderParser().parsestr(tree.text(PATH))
    name, version = headers.get("Package"), headers.get("Version")
    if not name or not version:
        return
    yield BuildSystem(
        kind=System.R,
        where=PATH,
        knows=frozenset({"needs-compilation"} if any(tree.glob("*.c", "*.cpp", "*.f")) else ()),
    )
    yield Name(value=f"r-{name.lower()}", where=PATH, weight=9)
    yield Version(value=version.replace("-", "_"), where=PATH, weight=9)
    title = " ".join((headers.get("Title") or "").split()).rstrip(".")
    yield AboutFact(key="summary", value=title, where=PATH, weight=8)
    homepage = re.split(r"[,\s]", headers.get("URL") or "")[0]
    yield AboutFact(key="homepage", value=homepage, where=PATH, weight=8)
    license_name = (headers.get("License") or "").split("+")[0].strip()
    yield AboutFact(
        key="license", value=LICENSES.get(license_name, license_name), where=PATH, weight=8
    )
    for field in ("Depends", "Imports", "LinkingTo"):
        for match in ENTRY.finditer(headers.get(field) or ""):
            if match[1] not in BASE:
                yield Dependency(
                    name=f"r-{match[1].lower()}",
                    written=match[0].strip(),
                    use=Use.LINK if field == "LinkingTo" else Use.RUN,
                    where=f"{PATH} {field}",
                    constraint=f"{match[2]}{match[3].replace('-', '_')}" if match[2] else "",
                )
