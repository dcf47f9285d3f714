"""autoconf projects: `configure.ac` or a generated `configure`, automake, libtool."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.makefile import parse_makefile
from condax.project.model import AboutFact, BuildSystem, Fact, Language, Name, System, Version
from condax.project.tree import is_aside, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

AC_INIT = re.compile(
    r"^\s*AC_INIT\(\s*\[?(?P<name>[^\],)]*)\]?\s*,\s*\[?(?P<version>[^\],)]*)\]?"
    r"(?:\s*,\s*\[?[^\],)]*\]?(?:\s*,\s*\[?(?P<tarname>[^\],)]*)\]?"
    r"(?:\s*,\s*\[?(?P<url>[^\],)]*)\]?)?)?)?",
    re.MULTILINE,
)
PACKAGE = re.compile(r"^PACKAGE_(TARNAME|VERSION|URL)='([^'\n]*)'$", re.MULTILINE)
GENERATED = re.compile(r"Generated (by|automatically using).{0,20}(GNU )?[Aa]utoconf")
OPTION = re.compile(r"--(enable|disable|with|without)-([a-z][\w-]*)")
GOOD_VERSION = re.compile(r"\d[\w.+-]*")
COMPILERS = {
    "AC_PROG_CXX": ("cxx", ("*.cc", "*.cpp", "*.cxx", "*.C")),
    "AC_PROG_FC": ("fortran", ("*.f", "*.f90")),
}
HAS_TESTS = re.compile(
    r"^\s*(TESTS|check_PROGRAMS|check-local\s*:|AUTOMAKE_OPTIONS.*dejagnu)", re.MULTILINE
)
BINDING = re.compile(r"\$[({](LIBTCL|TCL_LIB\w*|PYTHON_LIB\w*|PERL_LIB\w*)[)}]|@LIBTCL@|@TCL_LIB")
"""Tests that are linked with an interpreter's library, which the project itself does without."""
CHECK_TARGETS = ("check", "test")
"""GNU's name for it first."""


@detector
def autotools(tree: SourceTree) -> Iterator[Fact]:
    """One build system for each folder with a `configure.ac` of its own."""
    for path in tree.glob("configure.ac", "configure.in"):
        folder = str(PurePosixPath(path).parent)
        if not is_aside(path) and not is_sub_project(tree, folder):
            yield from _in_folder(tree, path, folder)


def _in_folder(tree: SourceTree, path: str, folder: str) -> Iterator[Fact]:
    configure = tree.text(tree.beside(path, "configure"))
    is_generated = bool(GENERATED.search(configure[:4000]))
    source = tree.text(path)
    knows = {f"--{a}-{b}" for a, b in OPTION.findall(configure or source)}
    if is_generated:
        knows.add("is-generated")
    if re.search(r"^\s*(LT_INIT|AC_PROG_LIBTOOL|AM_PROG_LIBTOOL)", source, re.MULTILINE):
        knows |= {"is-libtool", "--disable-static"}
    if re.search(r"\bBUILD_CC\b", source):
        knows.add("env:BUILD_CC")
    languages = tuple(_languages(tree, source))
    yield BuildSystem(
        kind=System.AUTOTOOLS,
        where=path,
        folder=folder,
        knows=frozenset(knows),
        languages=languages,
        check=_check_target(tree, folder),
    )
    yield from _metadata(tree, path, configure if is_generated else "", source)
    for language in languages:
        yield Language(name=language, where=path)


def _languages(tree: SourceTree, source: str) -> Iterator[str]:
    """C, and what `configure` asks for by itself and sources of the project are written in."""
    yield "c"
    for macro, (language, patterns) in COMPILERS.items():
        # Indented, it is under a condition that an option decides.
        asked = re.search(rf"^{macro}\b", source, re.MULTILINE)
        if asked and next(tree.main_files(*patterns), None):
            yield language


def _metadata(tree: SourceTree, path: str, configure: str, source: str) -> Iterator[Fact]:
    generated = tree.beside(path, "configure")
    weight = 6 if "/" not in path else 4
    for match in PACKAGE.finditer(configure):
        key, value = match.groups()
        where = f"{generated}:{line_of(configure, match.start())}"
        if key == "TARNAME" and value:
            yield Name(value=value.lower(), where=where, weight=weight)
        elif key == "VERSION" and GOOD_VERSION.fullmatch(value):
            yield Version(value=value, where=where, weight=weight)
        elif key == "URL" and value:
            yield AboutFact(key="homepage", value=value, where=where, weight=weight)
    if init := AC_INIT.search(source):
        yield from _declared(init, f"{path}:{line_of(source, init.start())}", weight)


def _declared(match: re.Match[str], where: str, weight: int) -> Iterator[Fact]:
    """What `AC_INIT` says."""
    name = match["tarname"] or re.sub(r"^GNU ", "", match["name"])
    if re.fullmatch(r"[\w.+-]+", name):
        yield Name(value=name.lower(), where=where, weight=weight - 1)
    if GOOD_VERSION.fullmatch(match["version"] or ""):
        yield Version(value=match["version"], where=where, weight=weight - 1)
    if (match["url"] or "").startswith("http"):
        yield AboutFact(key="homepage", value=match["url"], where=where)


def _check_target(tree: SourceTree, folder: str) -> str:
    """Target that runs the tests; automake gives every project a `check`, which may be empty."""
    base = "" if folder == "." else f"{folder}/"
    if tree.has(f"{base}Makefile.am"):
        inner = [p for p in tree.glob("Makefile.am") if p.startswith(base)]
        return "check" if any(HAS_TESTS.search(text) for text in map(tree.text, inner)) else ""
    makefile = parse_makefile(tree.text(f"{base}Makefile.in"))
    for target in CHECK_TARGETS:
        commands = makefile.expand(makefile.commands(target))
        if commands and not BINDING.search(commands):
            return target
    return ""


def is_sub_project(tree: SourceTree, folder: str) -> bool:
    """Whether a folder above has its own, so that this one is configured from there."""
    above = PurePosixPath(folder).parents
    return any(
        tree.has(str(each / name)) for each in above for name in ("configure.ac", "configure.in")
    )
