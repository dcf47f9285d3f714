"""Filters of `${{ value | filter }}`, and the string methods that v0 selectors call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from condax.recipe.operators import MAX_TEXT, Undefined, Values, kind, limited, to_text
from condax.recipe.syntax import ExpressionError

Keywords = Mapping[str, object]


def _sequence(value: object) -> Values:
    if isinstance(value, tuple):
        return value
    if isinstance(value, str | Mapping):
        return tuple(value)
    raise ExpressionError(f"{kind(value)} is no list")


def _text(value: object) -> str:
    if isinstance(value, Undefined):
        raise ExpressionError(f"{value.name!r} has no value" if value.name else "there is no value")
    return to_text(value)


def replace(value: object, old: object, new: object) -> object:
    """Every `old` becomes `new`."""
    text, before, after = _text(value), _text(old), _text(new)
    if not before:
        raise ExpressionError("nothing is what replace() looks for")
    if len(text) + text.count(before) * len(after) > MAX_TEXT:
        raise ExpressionError("the text becomes too long")
    return text.replace(before, after)


def split(value: object, separator: object = None, maximum: object = None) -> object:
    """Parts between separators, white space by default; `maximum` splits at most."""
    at = None if separator is None else _text(separator)
    if at == "":
        raise ExpressionError("an empty separator splits nothing")
    count = maximum if isinstance(maximum, int) else -1
    return tuple(_text(value).split(at, count))


def join(value: object, separator: object = "") -> object:
    """The items as one text."""
    items, between = [_text(item) for item in _sequence(value)], _text(separator)
    if sum(map(len, items)) + len(items) * len(between) > MAX_TEXT:
        raise ExpressionError("the text becomes too long")
    return between.join(items)


def to_int(value: object) -> object:
    """A whole number; text must be one, as in `"5" | int`."""
    if isinstance(value, bool | int | float):
        return int(value)
    try:
        return int(_text(value))
    except ValueError:
        raise ExpressionError(f"{to_text(value)!r} is no number") from None


def default(value: object, fallback: object = "", falsy: object = False) -> object:
    """The value, or `fallback` for a name without one (with `true`, for anything empty too)."""
    missing = isinstance(value, Undefined) or (bool(falsy) and not value)
    return fallback if missing else value


def item_at(value: object, index: int) -> object:
    """The first (0) or last (-1) item."""
    items = _sequence(value)
    return items[index] if items else Undefined()


def length(value: object) -> object:
    """How many characters or items."""
    if isinstance(value, str | tuple | Mapping):
        return len(value)
    raise ExpressionError(f"{kind(value)} has no length")


def ordered(value: object) -> Values:
    """The items sorted, numbers by size and text ignoring case."""
    items = _sequence(value)
    try:
        return tuple(sorted(items, key=lambda x: x.lower() if isinstance(x, str) else x))  # type: ignore[return-value, arg-type]
    except TypeError:
        raise ExpressionError("a list of different kinds has no order") from None


def unique(value: object) -> object:
    """The items without repetitions, in order."""
    kept: list[object] = []
    for item in _sequence(value):
        if item not in kept:
            kept.append(item)
    return tuple(kept)


def reverse(value: object) -> object:
    """Characters or items from the last to the first."""
    return value[::-1] if isinstance(value, str) else _sequence(value)[::-1]


def absolute(value: object) -> object:
    """The number without its sign."""
    if isinstance(value, int | float):
        return abs(value)
    raise ExpressionError(f"{kind(value)} is no number")


def trim(value: object, characters: object = None) -> object:
    """Without white space, or `characters`, at both ends."""
    return _text(value).strip(None if characters is None else _text(characters))


def version_to_buildstring(value: object) -> object:
    """Major and minor version without the dot: `3.11.* *_cpython` becomes `311`."""
    version = (_text(value).split() or [""])[0]
    return "".join(re.findall(r"[^.*]+", version)[:2])


FILTERS: Mapping[str, Callable[..., object]] = {
    "replace": replace,
    "split": split,
    "join": join,
    "int": to_int,
    "default": default,
    "first": lambda value: item_at(value, 0),
    "last": lambda value: item_at(value, -1),
    "length": length,
    "list": _sequence,
    "min": lambda value: item_at(ordered(value), 0),
    "max": lambda value: item_at(ordered(value), -1),
    "sort": ordered,
    "unique": unique,
    "reverse": reverse,
    "abs": absolute,
    "bool": lambda value: bool(value),
    "lower": lambda value: _text(value).lower(),
    "upper": lambda value: _text(value).upper(),
    "trim": trim,
    "version_to_buildstring": version_to_buildstring,
}
"""The filters that rattler-build knows."""

METHODS: Mapping[str, Callable[..., object]] = {
    "startswith": lambda text, prefix: text.startswith(prefix),
    "endswith": lambda text, suffix: text.endswith(suffix),
    "split": split,
    "rsplit": lambda text, separator=None, count=-1: tuple(text.rsplit(separator, count)),
    "strip": trim,
    "lower": lambda text: text.lower(),
    "upper": lambda text: text.upper(),
    "replace": replace,
    "index": lambda text, part: text.index(part),
    "join": lambda text, items: join(items, text),
}
"""String methods that conda-build allows in selectors."""

FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "int": to_int,
    "float": lambda value: float(value),
    "str": lambda value: limited(str(value) if isinstance(value, bool) else to_text(value)),
    "len": length,
    "list": _sequence,
    "tuple": _sequence,
}
"""Functions that conda-build allows in selectors."""
