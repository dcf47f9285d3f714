"""The shape of `build-details.json`, version 1.0 (PEP 739), as a table, and what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "1.0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One value of the document."""

    kinds: tuple[type, ...] = (str,)
    required: tuple[str, ...] = ()
    fields: Mapping[str, Shape] = field(default_factory=dict)
    """Keys of an object that have a shape themselves."""
    is_open: bool = False
    """Whether an object may have other keys."""
    choices: tuple[str, ...] = ()


_TEXT = Shape()
_NUMBER = Shape(kinds=(int, float))
_FLAG = Shape(kinds=(bool,))
_LIST = Shape(kinds=(list,))


def _object(fields: Mapping[str, Shape], *required: str, is_open: bool = False) -> Shape:
    return Shape(kinds=(dict,), fields=fields, required=required, is_open=is_open)


_VERSION_INFO = _object(
    {
        **dict.fromkeys(("major", "minor", "micro", "serial"), _NUMBER),
        "releaselevel": Shape(choices=("alpha", "beta", "candidate", "final")),
    },
    *("major", "minor", "micro", "releaselevel", "serial"),
)

DOCUMENT = _object(
    {
        "schema_version": Shape(choices=(VERSION,)),
        **dict.fromkeys(("base_prefix", "base_interpreter", "platform"), _TEXT),
        "language": _object({"version": _TEXT, "version_info": _VERSION_INFO}, "version"),
        "implementation": _object(
            {
                "name": _TEXT,
                "version": _VERSION_INFO,
                "hexversion": _NUMBER,
                "cache_tag": _TEXT,
            },
            *("name", "version", "hexversion", "cache_tag"),
            is_open=True,
        ),
        "abi": _object(
            {"flags": _LIST, "extension_suffix": _TEXT, "stable_abi_suffix": _TEXT},
            *("flags", "extension_suffix"),
        ),
        "suffixes": _object({}, is_open=True),
        "libpython": _object(
            {
                **dict.fromkeys(("dynamic", "dynamic_stableabi", "static"), _TEXT),
                "link_extensions": _FLAG,
            }
        ),
        "c_api": _object({"headers": _TEXT, "pkgconfig_path": _TEXT}, "headers"),
        "arbitrary_data": _object({}, is_open=True),
    },
    *("schema_version", "base_prefix", "platform", "language", "implementation"),
)


def violations(value: object, shape: Shape = DOCUMENT, where: str = "") -> Iterator[str]:
    """What PEP 739's schema does not allow, one sentence each."""
    name = where or "the document"
    if not isinstance(value, shape.kinds) or (isinstance(value, bool) and shape is not _FLAG):
        wanted = " or ".join(kind.__name__ for kind in shape.kinds)
        yield f"{name} is {value!r}, not {wanted}"
        return
    if shape.choices and value not in shape.choices:
        yield f"{name} is {value!r}, not one of {', '.join(shape.choices)}"
    if not isinstance(value, Mapping):
        return
    prefix = f"{where}." if where else ""
    for key in shape.required:
        if key not in value:
            yield f"{prefix}{key} is missing"
    for key, entry in value.items():
        if key in shape.fields:
            yield from violations(entry, shape.fields[key], prefix + key)
        elif not shape.is_open:
            yield f"{prefix}{key} is not a key of schema {VERSION}"
