"""`pyproject.toml`: PEP 517, 518, 621 and 639, poetry's own table, modules and entry points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from condax.project.detect import detector
from condax.project.model import (
    AboutFact,
    BuildSystem,
    Fact,
    Language,
    LicenseFile,
    Name,
    PythonProject,
    System,
    Use,
    Version,
)
from condax.project.modules import python_modules
from condax.project.requirement import python_dependencies, python_range
from condax.project.toml_text import parse_toml, string, strings, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.toml_text import Table
    from condax.project.tree import SourceTree

PATH = "pyproject.toml"
LEGACY = "setuptools.build_meta:__legacy__"
"""The backend of a project that names none (PEP 517)."""
COMPILES = {
    "mesonpy": "c",
    "scikit_build_core.build": "cxx",
    "py_build_cmake.build": "cxx",
    "skbuild": "cxx",
}
"""Backends that are there to compile, and the language where no build file names one."""
URLS = {
    "homepage": "homepage",
    "home-page": "homepage",
    "documentation": "documentation",
    "docs": "documentation",
    "repository": "repository",
    "source": "repository",
    "source code": "repository",
    "github": "repository",
}


@detector
def pyproject(tree: SourceTree) -> Iterator[Fact]:
    """The one at the top."""
    data = parse_toml(tree.text(PATH))
    build = table(data, "build-system")
    project = table(data, "project")
    poetry = table(data, "tool", "poetry")
    if not build and not project and not poetry:
        return
    backend = string(build, "build-backend") or LEGACY
    requires = strings(build, "requires") if "requires" in build else ("setuptools",)
    compiles = _compiles(backend, data) or _has_cython(tree, requires)
    yield BuildSystem(kind=System.PYTHON, where=PATH, backend=backend, check=_tests(tree))
    yield from python_dependencies(requires, Use.BUILD_REQUIRES, f"{PATH} [build-system]")
    yield from _project(project)
    yield from _poetry(poetry)
    if (
        compiles
        and backend in COMPILES
        and not any(tree.glob("*.pyx", "CMakeLists.txt", "meson.build"))
    ):
        yield Language(name=COMPILES[backend], where=PATH)
    if backend == "maturin":
        yield Language(name="rust", where=PATH)
    yield PythonProject(
        modules=python_modules(tree, _name(project, poetry), data),
        entry_points=_entry_points(project, poetry),
        requires_python=python_range(string(project, "requires-python") or _poetry_pythons(poetry)),
        has_extensions=compiles,
        where=PATH,
    )


def _compiles(backend: str, data: Table) -> bool:
    """Whether a backend is there to compile; not where the project is the backend itself."""
    if "backend-path" in table(data, "build-system"):
        return False
    if backend == "py_build_cmake.build":
        settings = table(data, "tool", "py-build-cmake")
        return not settings or "cmake" in settings
    return backend in COMPILES or backend == "maturin"


def _has_cython(tree: SourceTree, requires: tuple[str, ...]) -> bool:
    """Whether Cython is needed and has something to translate, whatever `setup.py` does with it."""
    names = {re.split(r"[^\w-]", each.strip(), maxsplit=1)[0].lower() for each in requires}
    return "cython" in names and any(tree.main_files("*.pyx"))


def _name(project: Table, poetry: Table) -> str:
    return string(project, "name") or string(poetry, "name")


def _project(project: Table) -> Iterator[Fact]:
    where = f"{PATH} [project]"
    if name := string(project, "name"):
        yield Name(value=str(canonicalize_name(name)), where=where, weight=9)
    if version := string(project, "version"):
        yield Version(value=version, where=where, weight=9)
    yield AboutFact(key="summary", value=_sentence(string(project, "description")), where=where)
    yield from _license(project, where)
    for label, url in table(project, "urls").items():
        key = URLS.get(label.lower())
        if key and isinstance(url, str):
            yield AboutFact(key=key, value=url, where=where, weight=8)
    pythons = string(project, "requires-python")
    yield from python_dependencies(strings(project, "dependencies"), Use.RUN, where, pythons)
    optional = table(project, "optional-dependencies")
    for extra in ("test", "tests", "testing"):
        yield from python_dependencies(strings(optional, extra), Use.TEST, f"{where} {extra}")


def _license(project: Table, where: str) -> Iterator[Fact]:
    """An expression of PEP 639, or the table of PEP 621."""
    expression = string(project, "license")
    if expression:
        yield AboutFact(key="license", value=expression, where=where, weight=9)
    for path in (string(table(project, "license"), "file"), *strings(project, "license-files")):
        if path and not re.search(r"[*?\[]", path):
            yield LicenseFile(path=path, spdx=None)


def _poetry(poetry: Table) -> Iterator[Fact]:
    where = f"{PATH} [tool.poetry]"
    if name := string(poetry, "name"):
        yield Name(value=str(canonicalize_name(name)), where=where, weight=8)
    if version := string(poetry, "version"):
        yield Version(value=version, where=where, weight=8)
    for key, about in (
        ("description", "summary"),
        ("homepage", "homepage"),
        ("repository", "repository"),
        ("documentation", "documentation"),
        ("license", "license"),
    ):
        yield AboutFact(key=about, value=_sentence(string(poetry, key)), where=where, weight=7)
    needs = table(poetry, "dependencies")
    texts = (_requirement(k, table(needs, k), v) for k, v in needs.items() if k.lower() != "python")
    yield from python_dependencies(filter(None, texts), Use.RUN, where, _poetry_pythons(poetry))


def _poetry_pythons(poetry: Table) -> str:
    """What poetry's table says of Python, as a specifier."""
    return _specifier(string(table(poetry, "dependencies"), "python"))


def _requirement(name: str, options: Table, value: object) -> str:
    """A dependency of poetry as PEP 508 writes it; empty for an optional one."""
    if options.get("optional"):
        return ""
    version = value if isinstance(value, str) else string(options, "version")
    pythons = SpecifierSet(_specifier(string(options, "python")))
    markers = [f"python_full_version {each.operator} '{each.version}'" for each in pythons]
    if own := string(options, "markers"):
        markers.append(f"({own})")
    return f"{name}{_specifier(version)}" + (f"; {' and '.join(markers)}" if markers else "")


def _specifier(version: str) -> str:
    """A range of poetry as PEP 440 writes it; empty for what that has no words for."""
    text = caret_range(version)
    text = f"=={text}" if text[:1].isdigit() else text
    try:
        return str(SpecifierSet(text))
    except InvalidSpecifier:
        return ""


def caret_range(version: str) -> str:
    """Poetry's `^1.2` and `~1.2` as a range: the first part that is not 0 may not change."""
    match = re.fullmatch(r"([\^~])\s*(\d+(?:\.\d+)*)", version.strip())
    if match is None:
        return "" if version.strip() == "*" else version.replace(" ", "")
    parts = [int(part) for part in match[2].split(".")]
    if match[1] == "~":
        kept = min(len(parts), 2)
    else:
        kept = next((i for i, part in enumerate(parts, 1) if part), len(parts))
    upper = [*parts[: kept - 1], parts[kept - 1] + 1]
    return f">={match[2]},<{'.'.join(map(str, upper))}"


def _entry_points(project: Table, poetry: Table) -> tuple[str, ...]:
    scripts = {**table(poetry, "scripts"), **table(project, "scripts")}
    return tuple(f"{k} = {v}" for k, v in sorted(scripts.items()) if isinstance(v, str))


def _tests(tree: SourceTree) -> str:
    found = tree.glob("test_*.py", "*_test.py")
    return "pytest" if any(path.startswith(("tests/", "test/", "src/")) for path in found) else ""


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
