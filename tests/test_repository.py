"""Promises that hold for the whole tree."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
import yaml

from condax.platforms import platform_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src" / "condax").rglob("*.py"))

LAYERS = (
    ("errors", "diagnostics"),
    ("system",),
    ("platforms",),
    ("channel",),
    ("recipe",),
    ("variants",),
    ("toolchain", "sources", "emulation", "audit", "python", "wheels"),
    ("build", "rerender", "project"),
    ("lint",),
    ("report",),
    ("cli",),
)
"""Imports point from a later entry to an earlier one, or stay inside a package."""


def layer_of(package: str) -> int:
    return next(i for i, packages in enumerate(LAYERS) if package in packages)


def imported_packages(path: Path) -> set[str]:
    """First part below `condax.` of everything a module imports, types included."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name.split(".")[1] for name in names if name.startswith("condax.")}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_imports_point_down(path: Path) -> None:
    parts = path.relative_to(ROOT / "src" / "condax").with_suffix("").parts
    package = parts[0]
    if package == "__init__":
        return
    for other in imported_packages(path) - {package}:
        assert layer_of(other) <= layer_of(package), f"{package} imports {other}"


def test_only_the_table_spells_subdirs() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in SOURCES
        if path.name != "table.py"
        # `noarch` is also a field of conda's metadata, which this file writes.
        and path.name != "archive.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and node.value in platform_names()
        # It is a key of recipes, too.
        and not (node.value == "noarch" and {"recipe", "lint"} & set(path.parts))
    ]
    assert found == []


def test_no_module_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_every_markdown_link_inside_the_docs_leads_somewhere() -> None:
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def constraints(specs: list[str]) -> dict[str, frozenset[str]]:
    """Name → parts of the version, from conda's and pip's spelling alike."""
    found = {}
    for spec in specs:
        name, rest = re.fullmatch(r"([\w.-]+)\s*(.*)", spec.partition(";")[0].strip()).groups()  # type: ignore[union-attr] # no requirement is spelled otherwise
        found[name] = frozenset(part.strip() for part in rest.split(",") if part.strip())
    return found


def test_the_recipe_of_condax_asks_for_what_pyproject_asks_for() -> None:
    recipe = yaml.safe_load((ROOT / "recipes/condax/recipe.yaml").read_text(encoding="utf-8"))
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, build = pyproject["project"], pyproject["build-system"]
    python = f"python {project['requires-python']}"
    run, host = recipe["requirements"]["run"], recipe["requirements"]["host"]
    assert constraints(run) == constraints(["__linux", python, *project["dependencies"]])
    assert constraints(host) == constraints([python, "pip", *build["requires"]])
    assert recipe["context"]["version"] == project["version"]


def test_the_command_of_ci_is_the_one_of_the_readme() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if "pytest" in line]
    assert len(commands) == 1
    assert commands[0].startswith("python3 -m venv .venv")
