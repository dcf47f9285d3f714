"""Requirements with a version and nothing else, which conda-build reads as the beginning of one."""

from __future__ import annotations

import re

BARE_VERSION = re.compile(r"([\w.-]+) +([\w.-]+)")
NEWEST = frozenset({"python", "numpy"})
"""Packages whose version `x.x` is that of the variant."""


def is_bare(spec: str) -> bool:
    """Whether a requirement is `name 1.2`, of which conda-build makes `name 1.2.*`.

    It does so in `build`, `host`, `run` and `test.requires`; elsewhere the version is exact.
    """
    found = BARE_VERSION.fullmatch(spec)
    return found is not None and not (found[2] == "x.x" and found[1] in NEWEST)
