"""`setup.cfg` and `setup.py`, the latter read as a syntax tree: never run, never imported."""

from __future__ import annotations

import ast
import configparser
import re
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from condax.project.detect import detector
from condax.project.model import (
    AboutFact,
    BuildSystem,
    Fact,
    Language,
    Name,
    PythonProject,
    System,
    Use,
    Version,
)
from condax.project.modules import python_modules
from condax.project.requirement import python_dependencies, python_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

BACKEND = "setuptools.build_meta:__legacy__"
EXTENSIONS = frozenset(("Extension", "RustExtension", "CMakeExtension", "cythonize"))
ABOUT = {"description": "summary", "url": "homepage"}
LICENSE = re.compile(r"[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*")


@detector
def setuptools_files(tree: SourceTree) -> Iterator[Fact]:
    """Both at the top; what is computed in `setup.py` stays unknown."""
    if tree.has("setup.py") and not tree.has("pyproject.toml"):
        yield BuildSystem(kind=System.PYTHON, where="setup.py", backend=BACKEND)
        yield from python_dependencies(("setuptools",), Use.BUILD_REQUIRES, "setup.py")
    if tree.has("setup.py"):
        yield from _setup_py(tree)
    if tree.has("setup.cfg"):
        yield from _setup_cfg(tree)


def _setup_py(tree: SourceTree) -> Iterator[Fact]:
    try:
        parsed = ast.parse(tree.text("setup.py"))
    except (SyntaxError, ValueError):
        return
    calls = [node for node in ast.walk(parsed) if isinstance(node, ast.Call)]
    names = {_called(call) for call in calls}
    setup = next((call for call in calls if _called(call) == "setup"), None)
    values = _literals(setup, _constants(parsed)) if setup else {}
    has_extensions = bool(EXTENSIONS & names)
    yield from _metadata(values, "setup.py", weight=7)
    if has_extensions:
        yield from _extension_languages(tree, names)
    yield PythonProject(
        modules=python_modules(tree, str(values.get("name", "")), {}),
        entry_points=_console_scripts(values.get("entry_points")),
        requires_python=python_range(str(values.get("python_requires", ""))),
        has_extensions=has_extensions,
        where="setup.py",
    )


def _extension_languages(tree: SourceTree, names: set[str]) -> Iterator[Fact]:
    if "RustExtension" in names:
        yield Language(name="rust", where="setup.py")
    elif not any(tree.main_files("*.c", "*.cpp", "*.cc", "*.pyx")):
        yield Language(name="c", where="setup.py")


def _metadata(values: dict[str, object], where: str, weight: int) -> Iterator[Fact]:
    name, version = values.get("name"), values.get("version")
    if isinstance(name, str):
        yield Name(value=str(canonicalize_name(name)), where=where, weight=weight)
    if isinstance(version, str) and re.fullmatch(r"\d[\w.+!-]*", version):
        yield Version(value=version, where=where, weight=weight)
    for key, about in ABOUT.items():
        value = values.get(key)
        if isinstance(value, str):
            yield AboutFact(key=about, value=value.strip().rstrip("."), where=where)
    for key, use in (
        ("install_requires", Use.RUN),
        ("setup_requires", Use.BUILD_REQUIRES),
        ("tests_require", Use.TEST),
    ):
        value = values.get(key)
        if isinstance(value, (list, tuple)):
            texts = [each for each in value if isinstance(each, str)]
            yield from python_dependencies(texts, use, where)


def _setup_cfg(tree: SourceTree) -> Iterator[Fact]:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(tree.text("setup.cfg"))
    except configparser.Error:
        return
    metadata = dict(parser["metadata"]) if parser.has_section("metadata") else {}
    options = dict(parser["options"]) if parser.has_section("options") else {}
    values: dict[str, object] = {
        **{
            key: value
            for key, value in metadata.items()
            if not value.startswith(("attr:", "file:"))
        },
        **{key: value.split("\n") for key, value in options.items() if key.endswith("requires")},
    }
    yield from _metadata(values, "setup.cfg", weight=8)
    scripts = parser.get("options.entry_points", "console_scripts", fallback="")
    if metadata or options:
        yield PythonProject(
            modules=python_modules(tree, metadata.get("name", ""), {}),
            entry_points=_script_lines(scripts.splitlines()),
            requires_python=python_range(options.get("python_requires", "")),
            where="setup.cfg",
        )


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _constants(parsed: ast.Module) -> dict[str, object]:
    """Values that names of the module are given once, as literals."""
    found: dict[str, object] = {}
    for node in parsed.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = _literal(node.value, {})
            if value is not None:
                found[node.targets[0].id] = value
    return found


def _literals(call: ast.Call, constants: dict[str, object]) -> dict[str, object]:
    pairs = ((word.arg, _literal(word.value, constants)) for word in call.keywords)
    return {key: value for key, value in pairs if key and value is not None}


def _literal(node: ast.expr, constants: dict[str, object]) -> object:
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return value


def _console_scripts(value: object) -> tuple[str, ...]:
    scripts = value.get("console_scripts") if isinstance(value, dict) else None
    return _script_lines(scripts) if isinstance(scripts, (list, tuple)) else ()


def _script_lines(lines: object) -> tuple[str, ...]:
    texts = (
        [each for each in lines if isinstance(each, str)]
        if isinstance(lines, (list, tuple))
        else []
    )
    pairs = (text.partition("=") for text in texts)
    return tuple(sorted(f"{a.strip()} = {b.strip()}" for a, equals, b in pairs if equals))
