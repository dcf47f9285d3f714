"""`repodata.json` of a channel folder, computed from the archives that lie there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from condax.channel.archive import read_index
from condax.system.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def index_subdir(channel: Path, subdir: str, *, without: str | None = None) -> None:
    """Write `<channel>/<subdir>/repodata.json` in one step.

    An archive named `without` is left out: it is about to be replaced.
    Records of archives that are as old as the index that is there are taken from it, so the cost
    grows with what is new.
    """
    folder = channel / subdir
    index = folder / "repodata.json"
    known = _known_records(index)
    records = {
        archive.name: known.get(archive.name) or _record(archive)
        for archive in sorted(folder.glob("*.conda"))
        if archive.name != without
    }
    repodata = {
        "info": {"subdir": subdir},
        "packages": {},
        "packages.conda": records,
        "removed": [],
        "repodata_version": 1,
    }
    write_text(index, json.dumps(repodata, indent=1, sort_keys=True) + "\n")


def index_channel(channel: Path, subdirs: Iterable[str]) -> None:
    """Index several subdirs; a channel needs a `noarch` one to be usable."""
    for subdir in subdirs:
        index_subdir(channel, subdir)


def is_indexed(channel: Path, subdir: str) -> bool:
    """Whether the index exists and names just the archives that are there, as they are."""
    folder = channel / subdir
    index = folder / "repodata.json"
    return index.exists() and _known_records(index).keys() == {
        archive.name for archive in folder.glob("*.conda")
    }


def _known_records(index: Path) -> dict[str, dict[str, Any]]:
    """Records of archives that have not changed since; none if the index cannot be read."""
    if not index.exists():
        return {}
    try:
        records = json.loads(index.read_text(encoding="utf-8"))["packages.conda"]
    except (ValueError, LookupError, TypeError):
        return {}
    written = index.stat().st_mtime_ns
    return {
        name: record
        for name, record in records.items()
        # The time of the last change of the file itself: a moved file keeps the other times.
        if not (archive := index.with_name(name)).exists() or archive.stat().st_ctime_ns < written
    }


def _record(archive: Path) -> dict[str, Any]:
    content = archive.read_bytes()
    return {
        **read_index(archive),
        "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
