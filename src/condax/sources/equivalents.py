"""Archives that stand in for an upstream archive that cannot be had.

`equivalents.json` names, for the sha256 of upstream's archives, one archive of Debian or PyPI with
the same upstream files in another packing, its own pinned sha256, and what it leaves out.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from condax.sources.model import Source

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Equivalent:
    """One row of the table."""

    name: str
    """What the archives contain, e.g. `zlib 1.3.1`."""
    file_name: str
    sha256: str
    """Of the archive that stands in."""
    note: str
    """In what it differs."""

    @property
    def source(self) -> Source:
        """What to look for; upstream has it at no URL, so its name stands there."""
        return Source(urls=(self.file_name,), sha256=self.sha256)


@functools.cache
def load_equivalents() -> Mapping[str, Equivalent]:
    """Sha256 of an upstream archive → what may stand in for it."""
    rows = json.loads((files(__package__) / "equivalents.json").read_text(encoding="utf-8"))
    return {
        sha256: Equivalent(
            name=row["name"],
            file_name=row["file_name"],
            sha256=row["equivalent_sha256"],
            note=row["note"],
        )
        for row in rows
        for sha256 in row["sha256"]
    }
