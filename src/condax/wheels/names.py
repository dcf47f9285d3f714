"""What conda calls the projects of PyPI."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def conda_name(project: str) -> str:
    """Name of the package, e.g. `python-build`, for a project as PyPI normalizes it, `build`."""
    return _renames().get(project, project)


@functools.cache
def _renames() -> Mapping[str, str]:
    """conda-forge's table as whl2conda ships it, not the copy that it keeps for the user."""
    table: Mapping[str, str] = json.loads(
        files("whl2conda.api").joinpath("stdrename.json").read_text(encoding="utf-8")
    )
    return table
