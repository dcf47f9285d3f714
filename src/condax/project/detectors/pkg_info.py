"""`PKG-INFO` of an sdist: the metadata as its backend wrote it, the best place for a version."""

from __future__ import annotations

from email.parser import HeaderParser
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from condax.project.detect import detector
from condax.project.model import AboutFact, Fact, Name, PythonProject, Use, Version
from condax.project.requirement import python_dependencies, python_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

PATH = "PKG-INFO"


@detector
def pkg_info(tree: SourceTree) -> Iterator[Fact]:
    """Core metadata; dependencies count unless the project says that they are dynamic."""
    if not tree.has(PATH):
        return
    headers = HeaderParser().parsestr(tree.text(PATH))
    name, version = headers.get("Name"), headers.get("Version")
    if name and version:
        yield Name(value=str(canonicalize_name(name)), where=PATH, weight=9)
        yield Version(value=version, where=PATH, weight=10)
    for header, key in (
        ("Summary", "summary"),
        ("Home-page", "homepage"),
        ("License-Expression", "license"),
    ):
        if value := headers.get(header):
            yield AboutFact(key=key, value=str(value).strip().rstrip("."), where=PATH, weight=6)
    requires = [str(each) for each in headers.get_all("Requires-Dist") or ()]
    requires_python = headers.get("Requires-Python")
    yield from python_dependencies(requires, Use.RUN, PATH, str(requires_python or ""))
    if requires_python:
        yield PythonProject(requires_python=python_range(str(requires_python)), where=PATH)
