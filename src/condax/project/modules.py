"""Which modules a Python project installs, from its folders and its backend's settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from condax.project.toml_text import parse_toml, string, strings, table
from condax.project.tree import ASIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.project.tree import SourceTree


def python_modules(tree: SourceTree, name: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Top-level packages and modules, the one named like the project first."""
    wanted = name.replace("-", "_").lower()
    declared = string(table(data, "tool", "flit", "module"), "name")
    maturin = string(table(data, "tool", "maturin"), "module-name")
    declared = declared or maturin.partition(".")[0]
    listed = strings(table(data, "tool", "hatch", "build", "targets", "wheel"), "packages")
    found = {declared} if declared else {path.rpartition("/")[2] for path in listed}
    found = found or _as_setuptools_wrote(tree)
    if not found:
        found = {module for base in ("src/", "python/", "lib/", "") for module in _in(tree, base)}
    if not found and (library := string(table(parse_toml(tree.text("Cargo.toml")), "lib"), "name")):
        return (library,)
    found = {each for each in found if not each.startswith("_")} or found
    names = sorted(found, key=lambda each: (each.lower() != wanted, each))
    if names and names[0].lower() == wanted:
        return tuple(names[:1])
    return tuple(names[:1]) if len(names) == 1 else tuple(names)


TOP_LEVEL = re.compile(r"(src/)?[^/]+\.egg-info/top_level\.txt")


def _as_setuptools_wrote(tree: SourceTree) -> set[str]:
    """What an archive of setuptools says it installs, compiled modules too."""
    lists = [tree.text(path).split() for path in tree.files if TOP_LEVEL.fullmatch(path)]
    return {name for names in lists for name in names if _is_module(name)}


def _in(tree: SourceTree, base: str) -> set[str]:
    """Packages of a folder: those with `__init__.py`, and modules beside them below `src`."""
    found = set()
    for path in tree.files:
        rest = path.removeprefix(base)
        if not path.startswith(base):
            continue
        parts = rest.split("/")
        if len(parts) == 2 and parts[1] in {"__init__.py", "__init__.pyi"}:  # noqa: PLR2004 - a folder and a file
            found.add(parts[0])
        elif len(parts) == 1 and base == "src/" and rest.endswith(".py"):
            found.add(rest[:-3])
    return set(filter(_is_module, found))


def _is_module(name: str) -> bool:
    return name.lower() not in ASIDE and name.isidentifier()
