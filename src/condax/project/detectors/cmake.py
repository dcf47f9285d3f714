"""CMake projects: name, version, languages, options, tests and `find_package`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.cmake_text import cmake_commands
from condax.project.detect import detector
from condax.project.model import (
    AboutFact,
    BuildSystem,
    Dependency,
    Fact,
    Language,
    Name,
    System,
    Use,
    Version,
)
from condax.project.tree import is_aside
from condax.recipe.natures import Nature, by_cmake, by_pkg_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.cmake_text import Command
    from condax.project.tree import SourceTree

LANGUAGES = {"C": "c", "CXX": "cxx", "Fortran": "fortran", "CUDA": "cuda"}
KEYWORDS = frozenset(("VERSION", "DESCRIPTION", "HOMEPAGE_URL", "LANGUAGES", "COMPAT_VERSION"))
SWITCHES = frozenset(("ON", "OFF", "TRUE", "FALSE"))
BUILT_IN = frozenset(("Threads", "PkgConfig", "Git", "Doxygen", "PythonInterp", "Perl", "BISON"))
"""Found without a conda package that a recipe lists in `host`."""
TOOLS = {
    "PkgConfig": "pkg-config",
    "Perl": "perl",
    "BISON": "bison",
    "FLEX": "flex",
    "SWIG": "swig",
}
SWITCH = re.compile(r"(?<!NOT )\b([A-Z]\w*_\w+)\b")
SOURCE = re.compile(r"([\w.+-]+(?:/[\w.+-]+)*)/[\w.+-]+\.(?:c|cc|cpp|cxx|h|hpp|rc|S)")
"""A source in a folder, written without variables."""
PROJECT_WEIGHT = 6


@detector
def cmake(tree: SourceTree) -> Iterator[Fact]:
    """Every folder whose `CMakeLists.txt` declares a project that no folder above adds."""
    tops = [path for path in tree.glob("CMakeLists.txt") if not is_aside(path)]
    for path in tops:
        commands = list(cmake_commands(tree.text(path)))
        folder = str(PurePosixPath(path).parent)
        above = any(tree.has(str(p / "CMakeLists.txt")) for p in PurePosixPath(folder).parents)
        if not above and any(command.name == "project" for command in commands):
            yield from _project(tree, path, folder, commands)


def _project(tree: SourceTree, path: str, folder: str, commands: list[Command]) -> Iterator[Fact]:
    variables = _variables(commands)
    languages: list[str] = []
    for command in commands:
        if command.name == "project":
            yield from _declared(path, command, variables)
        if command.name in {"project", "enable_language"} and not command.blocks:
            languages += _languages(command)
        if command.name in {"find_package", "find_dependency"}:
            yield from _package(path, command)
        elif command.name == "pkg_check_modules":
            yield from _modules(path, command)
    for language in dict.fromkeys(languages):
        yield Language(name=language, where=path)
    yield BuildSystem(
        kind=System.CMAKE,
        where=path,
        folder=folder,
        languages=tuple(dict.fromkeys(languages)),
        knows=frozenset(
            (
                *_options(commands),
                *_missing_folder(tree, folder, commands),
                *_optional_languages(commands, languages),
            )
        )
        | _builds_shared(tree, folder),
        check="ctest" if _has_tests(tree, folder, commands) else "",
    )


def _declared(path: str, command: Command, variables: dict[str, str]) -> Iterator[Fact]:
    """`project(NAME VERSION v DESCRIPTION d HOMEPAGE_URL u LANGUAGES …)`."""
    if not command.arguments or command.blocks:
        return
    name, *rest = (_expand(argument, variables) for argument in command.arguments)
    where = f"{path}:{command.line}"
    weight = PROJECT_WEIGHT if "/" not in path else PROJECT_WEIGHT - 1
    if re.fullmatch(r"[\w.+-]+", name):
        yield Name(value=name.lower(), where=where, weight=weight - 2)
    fields: dict[str, list[str]] = {}
    key = "LANGUAGES"
    for argument in rest:
        if argument in KEYWORDS:
            key = argument
        fields.setdefault(key, [])
        if argument not in KEYWORDS:
            fields[key].append(argument)
    version = "".join(fields.get("VERSION", [])[:1])
    if re.fullmatch(r"\d[\w.]*", version):
        yield Version(value=version, where=where, weight=weight)
    for keyword, about in (("DESCRIPTION", "summary"), ("HOMEPAGE_URL", "homepage")):
        if fields.get(keyword):
            yield AboutFact(key=about, value=fields[keyword][0].rstrip("."), where=where, weight=6)


def _languages(command: Command) -> list[str]:
    """Languages of `enable_language(…)` or `project(…)`, whose default is C and C++."""
    words = command.arguments
    if command.name == "project":
        words = words[1:]
        is_short = not KEYWORDS.intersection(words)
        if "LANGUAGES" in words:
            words = words[words.index("LANGUAGES") :]
        elif not is_short or not words:
            words = ("C", "CXX")
    return [LANGUAGES[word] for word in words if word in LANGUAGES]


def _package(path: str, command: Command) -> Iterator[Fact]:
    if not command.arguments:
        return
    name, *rest = command.arguments
    tool = TOOLS.get(name)
    if "$" in name or (name in BUILT_IN and not tool):
        return
    row = by_cmake(name)
    required = "REQUIRED" in rest and not command.blocks
    version = rest[0] if rest and re.fullmatch(r"\d[\d.]*", rest[0]) else ""
    is_run = tool is not None or (name in {"Python", "Python3"} and not _links_python(rest))
    yield Dependency(
        name=tool or (row.name if row else name.lower()),
        written=name,
        use=Use.BUILD if is_run else Use.LINK,
        where=f"{path}:{command.line}",
        constraint=f">={version}" if version and not is_run else "",
        required=required and (row is not None or tool is not None),
        condition=" AND ".join(command.blocks),
        is_known=row is not None or tool is not None,
    )
    if "NumPy" in rest:
        yield Dependency(
            name="numpy", written=f"{name} NumPy", use=Use.LINK, where=f"{path}:{command.line}"
        )


def _links_python(arguments: list[str]) -> bool:
    return any(word.startswith("Development") or word == "NumPy" for word in arguments)


def _modules(path: str, command: Command) -> Iterator[Fact]:
    """`pkg_check_modules(PREFIX [REQUIRED] [QUIET] [IMPORTED_TARGET] module…)`."""
    words = [w for w in command.arguments[1:] if w not in {"QUIET", "IMPORTED_TARGET", "GLOBAL"}]
    for word in words:
        name = re.split(r"[<>=]", word)[0]
        row = by_pkg_config(name)
        if row and row.nature is not Nature.PROGRAM:
            yield Dependency(
                name=row.name,
                written=word,
                use=Use.LINK,
                where=f"{path}:{command.line}",
                required="REQUIRED" in words and not command.blocks,
                condition=" AND ".join(command.blocks),
            )


def _options(commands: list[Command]) -> Iterator[str]:
    """`-DNAME` of every switch that is on, `-DNAME=OFF` of those that are off."""
    for command in commands:
        arguments = command.arguments
        if command.name == "option" and arguments:
            is_on = arguments[-1] in {"ON", "TRUE", "1"}
            yield f"-D{arguments[0]}" + ("" if is_on else "=OFF")
        elif {"CACHE", "BOOL"} <= set(arguments) or _is_switch(command):
            yield f"-D{arguments[0]}" + ("" if arguments[1] in {"ON", "TRUE"} else "=OFF")


def _is_switch(command: Command) -> bool:
    """A project's own macro for options, e.g. `my_option(NAME ON CACHE BOOL "…")`."""
    return (
        command.name.endswith("option")
        and len(command.arguments) > 1
        and command.arguments[1] in SWITCHES
    )


def _optional_languages(commands: list[Command], languages: list[str]) -> Iterator[str]:
    """`needs-language:NAME` for switches that ask for a compiler the rest does not need."""
    conditional = [c for c in commands if c.name == "enable_language" and c.blocks]
    for command in conditional:
        if not set(_languages(command)) <= set(languages):
            yield from (f"needs-language:{word}" for word in SWITCH.findall(command.blocks[-1]))


def _missing_folder(tree: SourceTree, folder: str, commands: list[Command]) -> Iterator[str]:
    """`is-incomplete` if a source is named whose folder is not there: CMake refuses to go on."""
    base = "" if folder == "." else f"{folder}/"
    folders = {path.rpartition("/")[0] for path in tree.files}
    for command in commands:
        if command.name in {"set", "add_library", "add_executable"}:
            for word in command.arguments[1:]:
                match = SOURCE.fullmatch(word)
                if match and f"{base}{match[1]}" not in folders:
                    yield "is-incomplete"


def _builds_shared(tree: SourceTree, folder: str) -> frozenset[str]:
    """Whether a library is there whose kind `BUILD_SHARED_LIBS` decides."""
    base = "" if folder == "." else f"{folder}/"
    text = "".join(tree.text(p) for p in tree.main_files("CMakeLists.txt") if p.startswith(base))
    plain = re.search(
        r"\badd_library\s*\(\s*[\w${}.-]+\s+(?!SHARED|STATIC|MODULE|INTERFACE|OBJECT)", text
    )
    found = {"is-switchable"} if plain or "BUILD_SHARED_LIBS" in text else set()
    return frozenset(found)


def _has_tests(tree: SourceTree, folder: str, commands: list[Command]) -> bool:
    if any(c.name == "enable_testing" or c.arguments[:1] == ("CTest",) for c in commands):
        return True
    base = "" if folder == "." else f"{folder}/"
    inner = [p for p in tree.glob("CMakeLists.txt") if p.startswith(base)]
    return any(re.search(r"^\s*enable_testing\s*\(", tree.text(p), re.MULTILINE) for p in inner)


def _variables(commands: list[Command]) -> dict[str, str]:
    return {
        c.arguments[0]: c.arguments[1] for c in commands if c.name == "set" and len(c.arguments) > 1
    }


def _expand(text: str, variables: dict[str, str]) -> str:
    for _ in range(3):
        text = re.sub(r"\$\{(\w+)\}", lambda m: variables.get(m[1], m[0]), text)
    return text
