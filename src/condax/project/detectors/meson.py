"""Meson projects: `project()`, `dependency()`, `find_program()`, tests."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import BuildSystem, Dependency, Fact, Language, Name, System, Use, Version
from condax.project.tree import is_aside, line_of
from condax.recipe.natures import Nature, by_pkg_config, by_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

CALL = re.compile(r"\b(project|dependency|find_program|add_languages)\s*\(")
STRING = r"'((?:[^'\\]|\\.)*)'"
LANGUAGES = {
    "c": "c",
    "cpp": "cxx",
    "fortran": "fortran",
    "cuda": "cuda",
    "cython": "cython",
    "rust": "rust",
}
BUILT_IN = frozenset(("threads", "dl", "m", "openmp", "intl", "appleframeworks", ""))


@detector
def meson(tree: SourceTree) -> Iterator[Fact]:
    """Every folder whose `meson.build` declares a project."""
    for path in tree.glob("meson.build"):
        text = _without_comments(tree.text(path))
        folder = PurePosixPath(path).parent
        above = any(tree.has(str(p / "meson.build")) for p in folder.parents)
        if not is_aside(path) and not above and re.search(r"^\s*project\s*\(", text, re.MULTILINE):
            inner = [
                p for p in tree.glob("meson.build") if p.startswith(path[: -len("meson.build")])
            ]
            yield BuildSystem(
                kind=System.MESON,
                where=path,
                folder=str(folder),
                knows=frozenset(_options(tree, path)),
                languages=tuple(dict.fromkeys(_all_languages(text))),
                check="meson test" if any(_has_test(tree.text(p)) for p in inner) else "",
            )
            for each in inner:
                if not is_aside(each) and "subprojects" not in each.split("/"):
                    yield from _calls(each, _without_comments(tree.text(each)))


def _all_languages(text: str) -> Iterator[str]:
    """What `project()` and `add_languages()` of the top file name."""
    for match in CALL.finditer(text):
        strings = list(_positional(_arguments(text, match.end())))
        names = strings[1:] if match[1] == "project" else strings
        if match[1] in {"project", "add_languages"}:
            yield from (LANGUAGES[name] for name in names if name in LANGUAGES)


def _calls(path: str, text: str) -> Iterator[Fact]:
    for match in CALL.finditer(text):
        arguments = _arguments(text, match.end())
        where = f"{path}:{line_of(text, match.start())}"
        strings = list(_positional(arguments))
        if not strings:
            continue
        if match[1] == "project":
            yield from _declared(where, arguments, strings)
        elif match[1] == "add_languages":
            yield from _languages(where, strings)
        elif match[1] == "dependency":
            yield from _dependency(where, arguments, strings[0])
        else:
            yield from _program(where, arguments, strings[0])


def _declared(where: str, arguments: str, strings: list[str]) -> Iterator[Fact]:
    yield Name(value=strings[0].lower(), where=where, weight=5)
    version = re.search(rf"\bversion\s*:\s*{STRING}", arguments)
    if version and re.fullmatch(r"\d[\w.+-]*", version[1]):
        yield Version(value=version[1], where=where, weight=6)
    yield from _languages(where, strings[1:])


def _languages(where: str, names: list[str]) -> Iterator[Fact]:
    for name in names:
        if name in LANGUAGES:
            yield Language(name=LANGUAGES[name], where=where)


def _dependency(where: str, arguments: str, name: str) -> Iterator[Fact]:
    if name in BUILT_IN:
        return
    row = by_pkg_config(name)
    version = re.search(r"\bversion\s*:\s*\[?\s*'\s*>=\s*([\w.]+)'", arguments)
    optional = re.search(r"\brequired\s*:\s*(?!true\b)", arguments)
    yield Dependency(
        name=row.name if row else name,
        written=name,
        use=Use.LINK,
        where=where,
        constraint=f">={version[1]}" if version else "",
        required=not optional and row is not None,
        is_known=row is not None,
    )
    yield Dependency(name="pkg-config", written="dependency()", use=Use.BUILD, where=where)


def _program(where: str, arguments: str, name: str) -> Iterator[Fact]:
    row = by_program(name)
    if row and row.nature is Nature.PROGRAM:
        optional = re.search(r"\brequired\s*:\s*(?!true\b)", arguments)
        yield Dependency(
            name=row.name, written=name, use=Use.BUILD, where=where, required=not optional
        )


def _options(tree: SourceTree, path: str) -> Iterator[str]:
    """`-Dname` of every option, with its type: `-Dtests:boolean`."""
    for name in ("meson.options", "meson_options.txt"):
        text = _without_comments(tree.text(tree.beside(path, name)))
        for match in re.finditer(rf"\boption\s*\(\s*{STRING}[^)]*?\btype\s*:\s*'(\w+)'", text):
            yield f"-D{match[1]}:{match[2]}"


def _has_test(text: str) -> bool:
    return bool(re.search(r"^\s*(?:test|benchmark)\s*\(", text, re.MULTILINE))


def _positional(arguments: str) -> Iterator[str]:
    """Strings that are arguments of their own, up to the first keyword."""
    before = re.split(r"\b\w+\s*:", arguments)[0]
    yield from re.findall(STRING, before)


def _arguments(text: str, start: int) -> str:
    depth, at = 1, start
    for match in re.finditer(r"[()]|'(?:[^'\\\n]|\\.)*'", text[start:]):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        at = start + match.start()
        if depth == 0:
            break
    return text[start:at]


def _without_comments(text: str) -> str:
    return re.sub(r"^[ \t]*#.*$", "", text, flags=re.MULTILINE)
