"""Libraries and programs that `configure.ac` looks for.

A library that is only tried (`AC_CHECK_LIB`) is optional; one whose absence ends `configure`
(`AC_MSG_ERROR` among the arguments, `PKG_CHECK_MODULES` without a fallback or followed by it) is
required.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.detectors.autotools import is_sub_project
from condax.project.model import Dependency, Fact, InTreeProgram, Use
from condax.project.tree import line_of
from condax.recipe.natures import Nature, by_library, by_pkg_config, by_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

LIBRARY = re.compile(r"\bAC_CHECK_LIB\(\s*\[?\s*([\w.+-]+)\s*\]?\s*,")
SEARCHED = re.compile(r"\bAC_SEARCH_LIBS\(\s*\[?[\w.]+\]?\s*,\s*\[?([\w.+\s-]+?)\]?\s*[,)]")
MODULES = re.compile(r"\bPKG_CHECK_MODULES\(\s*\[?\w+\]?\s*,\s*\[?([^\]),]+)\]?\s*([,)])")
PROGRAM = re.compile(
    r"\bAC_(?:CHECK|PATH)_(?:PROGS?|TOOLS?)\(\s*\[?(?P<variable>\w+)\]?\s*,\s*\[?(?P<names>[\w.+\s-]+)"
)
MACROS = {"AC_PROG_YACC": "yacc", "AC_PROG_LEX": "flex", "PKG_PROG_PKG_CONFIG": "pkg-config"}
GENERATES = {"yacc": "*.y", "flex": "*.l"}
_SYSTEM = "c m dl pthread rt util resolv nsl socket crypt gcc stdc++ termcap"
SYSTEM = frozenset(_SYSTEM.split())
"""Libraries of the C library or the compiler, and names that only old systems have."""
LARGE_MACROS = 200_000
"""Characters of an `aclocal.m4` that a person wrote; longer ones hold libtool and more."""
ON_REQUEST = {"shared-termcap-library": "ncurses"}
"""Options that link a shared library with what it needs, and what that is."""
REACH = 400
"""Characters after a check in which its failure is reported."""
SPEC = re.compile(r"([\w.+-]+)\s*(?:(>=|<=|=|<|>)\s*([\w.]+))?")


@detector
def autoconf_dependencies(tree: SourceTree) -> Iterator[Fact]:
    """Checks of `configure.ac` and of the macros beside it."""
    for path in tree.main_files("configure.ac", "configure.in"):
        if is_sub_project(tree, str(PurePosixPath(path).parent)):
            continue
        text = _without_comments(tree.text(path))
        yield from _libraries(path, text)
        yield from _linked_on_request(path, text)
        yield from _modules(path, text)
        yield from _programs(tree, path, text)
        macros = tree.beside(path, "aclocal.m4")
        if "AC_CHECK_LIB" in (text_of := tree.text(macros)) and len(text_of) < LARGE_MACROS:
            yield from _libraries(macros, _without_comments(text_of))


def _linked_on_request(path: str, text: str) -> Iterator[Fact]:
    """Libraries without which a shared library has undefined names, unless an option asks."""
    for option, name in ON_REQUEST.items():
        match = re.search(rf"\bAC_ARG_WITH\(\s*\[?{option}\b", text)
        if match:
            where = f"{path}:{line_of(text, match.start())}"
            yield Dependency(name=name, written=f"--with-{option}", use=Use.LINK, where=where)


def _libraries(path: str, text: str) -> Iterator[Fact]:
    for pattern in (LIBRARY, SEARCHED):
        for match in pattern.finditer(text):
            names = [name for name in match[1].split() if name not in SYSTEM]
            row = next((row for name in names if (row := by_library(name))), None)
            if row is None:
                continue
            yield Dependency(
                name=row.name,
                written=f"-l{match[1].split()[0]}",
                use=Use.LINK,
                where=f"{path}:{line_of(text, match.start())}",
                required="AC_MSG_ERROR" in _call(text, match.start()),
            )


def _call(text: str, start: int) -> str:
    """A macro with its arguments, other calls inside of them included."""
    depth = 0
    for place in range(text.index("(", start), min(len(text), start + REACH)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place]
    return ""


def _modules(path: str, text: str) -> Iterator[Fact]:
    for match in MODULES.finditer(text):
        after = text[match.end() : match.end() + REACH].split("PKG_CHECK_MODULES")[0]
        required = match[2] == ")" or "AC_MSG_ERROR" in after
        for name, operator, version in SPEC.findall(match[1]):
            row = by_pkg_config(name)
            yield Dependency(
                name=row.name if row else name,
                written=f"{name} {operator} {version}".strip(),
                use=Use.LINK,
                where=f"{path}:{line_of(text, match.start())}",
                constraint=f"{operator}{version}" if operator in {">=", ">"} else "",
                required=required and row is not None,
                is_known=row is not None,
            )
    if MODULES.search(text):
        yield Dependency(name="pkg-config", written="PKG_CHECK_MODULES", use=Use.BUILD, where=path)


def _programs(tree: SourceTree, path: str, text: str) -> Iterator[Fact]:
    for match in PROGRAM.finditer(text):
        where = f"{path}:{line_of(text, match.start())}"
        names = match["names"].split()
        own = next((name for name in names if _is_own(tree, name)), None)
        row = next((row for name in names if (row := by_program(name))), None)
        if own:
            yield InTreeProgram(name=own, where=where, is_installed=True)
        elif row and row.nature is Nature.PROGRAM:
            yield Dependency(
                name=row.name,
                written=names[0],
                use=Use.BUILD,
                where=where,
                required=_is_used(tree, path, match["variable"]),
            )
    for macro, program in MACROS.items():
        match_macro = re.search(rf"^\s*{macro}\b", text, re.MULTILINE)
        row = by_program(program)
        if match_macro and row:
            yield Dependency(
                name=row.name,
                written=macro,
                use=Use.BUILD,
                where=f"{path}:{line_of(text, match_macro.start())}",
                required=program in GENERATES and _is_not_generated(tree, GENERATES[program]),
            )


def _is_own(tree: SourceTree, name: str) -> bool:
    """Whether the project has the source of a program of this name."""
    return any(re.search(r"\bmain\s*\(", tree.text(path)) for path in tree.main_files(f"{name}.c"))


def _is_used(tree: SourceTree, configure: str, variable: str) -> bool:
    """Whether rules outside of documentation run the program."""
    reference = re.compile(rf"\$[({{]{variable}[)}}]")
    for name in ("Makefile.in", "Makefile.am", "main.mk"):
        text = tree.text(tree.beside(configure, name))
        recipe = [line for line in text.splitlines() if line.startswith("\t")]
        if any(reference.search(line) for line in recipe):
            return True
    return False


def _is_not_generated(tree: SourceTree, pattern: str) -> bool:
    """Whether a grammar is there whose C file is not."""
    return any(
        not tree.has(path[:-2] + ".c") and not tree.has(path[:-2] + ".tab.c")
        for path in tree.main_files(pattern)
    )


def _without_comments(text: str) -> str:
    """`dnl` and `#` lines blanked; offsets of lines stay."""
    return re.sub(r"^[ \t]*(?:dnl\b|#).*$", "", text, flags=re.MULTILINE)
