"""Platforms as data: one frozen row per conda subdir, looked up by name.

```python
>>> from condax.platforms import get_platform
>>> get_platform("linux-ppc64le").conda_triplet
'powerpc64le-conda-linux-gnu'
```
"""

from __future__ import annotations

from condax.errors import UsageError
from condax.platforms.detect import current_platform
from condax.platforms.model import BinaryFormat, LongDouble, Os, Platform, Platforms
from condax.platforms.table import NOARCH, TABLE

__all__ = [
    "NOARCH",
    "TABLE",
    "BinaryFormat",
    "LongDouble",
    "Os",
    "Platform",
    "Platforms",
    "current_platform",
    "get_platform",
    "platform_names",
]


def platform_names() -> tuple[str, ...]:
    """Every subdir condax knows, in table order."""
    return tuple(row.subdir for row in TABLE)


def get_platform(name: str) -> Platform:
    """The row for a subdir; `linux_aarch64` is read as `linux-aarch64`.

    Raises `UsageError` with a suggestion for any other spelling.
    """
    wanted = name.replace("_", "-")
    for row in TABLE:
        if row.subdir == wanted:
            return row
    import difflib

    near = difflib.get_close_matches(wanted, platform_names(), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "choose one of " + ", ".join(platform_names())
    raise UsageError(f"unknown platform {name!r}", hint=hint)
