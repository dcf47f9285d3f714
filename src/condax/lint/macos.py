"""What variant files say for macOS, and for other systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.errors import CondaxError
from condax.lint.registry import Place
from condax.platforms import TABLE, Os, Platforms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.platforms import Platform

VARIANT_FILES = ("conda_build_config.yaml", "variants.yaml")
OLDEST = "11.0"
"""The oldest macOS that conda-forge builds for."""
VERSION = re.compile(r"\d+(?:\.\d+)*$")


def macos_versions(context: LintContext, key: str) -> Iterator[tuple[Place, str]]:
    """The values of a key on any Mac that are versions, each with its place, each once."""
    for name in VARIANT_FILES:
        text = context.files.get(name, "")
        if key not in text:
            continue
        for value in sorted(_values(text, name, key)):
            start = _find(text, key, value)
            if start is not None:
                yield Place(file=name, start=start, end=start + len(value)), value


def _values(text: str, name: str, key: str) -> set[str]:
    said = values_for(text, name, key, Os.MACOS) or ()
    return {each for values in said for each in values if VERSION.match(each)}


def values_for(text: str, name: str, key: str, system: Os) -> list[tuple[str, ...]] | None:
    """The values of a key on every platform of a system; `None` for a file with mistakes."""
    found = [values_on(text, name, key, row) for row in TABLE if row.os is system]
    return None if None in found else [each for each in found if each is not None]


def values_on(text: str, name: str, key: str, row: Platform) -> tuple[str, ...] | None:
    """The values of a key on one platform; `None` for a file with mistakes."""
    from condax.variants.names import matcher
    from condax.variants.parse import parse_variants

    platforms = Platforms(build=row, host=row, target=row)
    try:
        config = parse_variants(text, name, matcher(platforms, {}))
    except CondaxError:
        return None
    return tuple(config.values.get(key, ()))


def _find(text: str, key: str, value: str) -> int | None:
    head = re.search(rf"^{key}:", text, re.MULTILINE)
    found = head and re.compile(rf"(?<![\d.]){re.escape(value)}(?![\d.])").search(text, head.end())
    return found.start() if found else None


def as_version(text: str) -> tuple[int, ...]:
    """A version to compare: `11.0` and `11` are the same."""
    parts = [int(part) for part in text.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
