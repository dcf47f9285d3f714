"""The table of packages: what each is to a build, and what build systems call it.

Data with its sources; `place` in `condax.recipe.placement` turns a nature into environments.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from condax.recipe.natures.model import KnownPackage, Nature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "KnownPackage",
    "Nature",
    "all_packages",
    "by_cmake",
    "by_library",
    "by_name",
    "by_pkg_config",
    "by_program",
    "by_pypi",
    "nature_of",
]


@cache
def all_packages() -> tuple[KnownPackage, ...]:
    """Every row, sorted by name."""
    from condax.recipe.natures import libraries, programs, python

    rows = (*programs.TABLE, *libraries.TABLE, *python.TABLE)
    return tuple(sorted(rows, key=lambda each: each.name))


def by_name(name: str) -> KnownPackage | None:
    """The row of a conda package."""
    return _table("name").get(name)


def by_cmake(name: str) -> KnownPackage | None:
    """What `find_package(name)` looks for."""
    return _table("cmake").get(name.lower())


def by_pkg_config(module: str) -> KnownPackage | None:
    """What has the `.pc` file `module`."""
    return _table("pkg_config").get(module.lower())


def by_library(name: str) -> KnownPackage | None:
    """What `-l<name>` links."""
    return _table("libraries").get(name)


def by_program(name: str) -> KnownPackage | None:
    """What has the program `name`."""
    return _table("programs").get(name)


def by_pypi(name: str) -> KnownPackage | None:
    """What is a Python project's conda package; `name` is normalised as PEP 503 says."""
    return _table("pypi").get(name)


def nature_of(name: str) -> Nature | None:
    """What a conda package is, by the table or by how such packages are named."""
    row = by_name(name)
    if row:
        return row.nature
    compilers = ("cross-python_", "cross-r-base", "sysroot_", "gcc_", "gxx_", "zigcc_", "zigcxx_")
    return Nature.COMPILER if name.startswith(compilers) else None


_PYTHON = (Nature.BUILD_IMPORT, Nature.BACKEND, Nature.PYTHON, Nature.TEST)

_KEYS: Mapping[str, Callable[[KnownPackage], Iterable[str]]] = {
    "name": lambda row: (row.name,),
    "cmake": lambda row: (each.lower() for each in row.cmake),
    "pkg_config": lambda row: (each.lower() for each in row.pkg_config),
    "libraries": lambda row: row.libraries,
    "programs": lambda row: row.programs,
    "pypi": lambda row: row.pypi or ((row.name,) if row.nature in _PYTHON else ()),
}


@cache
def _table(kind: str) -> dict[str, KnownPackage]:
    found: dict[str, KnownPackage] = {}
    for row in all_packages():
        for key in _KEYS[kind](row):
            found.setdefault(key, row)
    return found
