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


def index_subdir(channel: Path, subdir: str) -> None:
    """Write `<channel>/<subdir>/repodata.json` in one step.

    Records of archives that have not changed in size and name are taken from the index that is
    there, so the cost grows with what is new.
    """
    folder = channel / subdir
    known = _known_records(folder / "repodata.json")
    records: dict[str, dict[str, Any]] = {}
    for archive in sorted(folder.glob("*.conda")):
        record = known.get(archive.name)
        if record is None or record.get("size") != archive.stat().st_size:
            record = _record(archive)
        records[archive.name] = record
    repodata = {
        "info": {"subdir": subdir},
        "packages": {},
        "packages.conda": records,
        "removed": [],
        "repodata_version": 1,
    }
    write_text(folder / "repodata.json", json.dumps(repodata, indent=1, sort_keys=True) + "\n")


def index_channel(channel: Path, subdirs: Iterable[str]) -> None:
    """Index several subdirs; a channel needs a `noarch` one to be usable."""
    for subdir in subdirs:
        index_subdir(channel, subdir)


def _known_records(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    records: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")).get(
        "packages.conda", {}
    )
    return records


def _record(archive: Path) -> dict[str, Any]:
    content = archive.read_bytes()
    return {
        **read_index(archive),
        "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
