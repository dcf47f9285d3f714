"""TOML read into typed values: what is missing or of another type is empty, never an error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Mapping

Table = dict[str, Any]


def parse_toml(text: str) -> Table:
    """The document; an empty table if it is not TOML."""
    try:
        data: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    return data


def why_no_toml(text: str) -> str | None:
    """What is wrong with a text, and where; `None` for TOML."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)[:1].lower() + str(error)[1:]
    return None


def table(data: Mapping[str, Any], *keys: str) -> Table:
    """The table below `keys`."""
    for key in keys:
        value = data.get(key)
        if not isinstance(value, dict):
            return {}
        data = value
    return dict(data)


def string(data: Mapping[str, Any], key: str) -> str:
    """The string of a key."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def strings(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The strings of a list."""
    value = data.get(key)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
