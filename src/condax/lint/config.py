"""Which rules a project runs: `[tool.condax.lint]` of pyproject.toml, `[lint]` of condax.toml."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from condax.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEYS = ("select", "ignore")
FILES = {"condax.toml": ("lint",), "pyproject.toml": ("tool", "condax", "lint")}
"""File name → the table in it; the first one wins."""


def find_config(path: Path) -> Mapping[str, tuple[str, ...]]:
    """`select` and `ignore` of the nearest file that has the table, in the folder or above it.

    Raises `ConfigError` for a file that is no TOML and for a key that means nothing.
    """
    start = path.absolute()
    for folder in (start, *start.parents):
        for name, keys in FILES.items():
            file = folder / name
            table = _table(file, keys) if file.is_file() else None
            if table is not None:
                return _checked(table, file)
    return {}


def _table(file: Path, keys: tuple[str, ...]) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{file.name!r} is no TOML: it is no UTF-8 text",
            hint="correct the file",
            where=str(file),
        ) from error
    if keys[-1] not in text:
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{file.name!r} is no TOML: {error}", hint="correct the file", where=str(file)
        ) from error
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _checked(table: Any, file: Path) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for key, value in table.items() if isinstance(table, dict) else ():
        if key not in KEYS:
            import difflib

            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "choose one of " + ", ".join(KEYS)
            raise ConfigError(f"unknown lint setting {key!r}", hint=hint, where=str(file))
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ConfigError(
                f"the lint setting {key!r} is not a list of texts",
                hint=f'write {key} = ["missing-stdlib"]',
                where=str(file),
            )
        found[key] = tuple(value)
    return found
