"""Handing verified files to rattler-build, so that it does not download them.

rattler-build 0.73 looks for a source in `<output dir>/src_cache`: `.metadata/<key>.json` names the
unpacked folder, or the file if it is not unpacked, and the key hashes the first URL and the
checksums (crates/rattler_build_source_cache, `CacheIndex`). An entry without an unpacked folder
would be copied as a file, so the archive is unpacked here.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from filelock import FileLock

from condax.sources.siphash import siphash13
from condax.system.archives import extract
from condax.system.files import refusals, remove_tree, temporary_directory, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from condax.sources.model import Resolved, Source

SOURCE_CACHE = "src_cache"
"""Folder of rattler-build's source cache below its output folder."""
FOREIGN_ARCHIVES = (
    *(".7z", ".taz", ".tbz", ".tz2", ".tlz", ".taZ", ".tzst"),
    *(".tar.lzma", ".tar.Z", ".tar.lz", ".tar.lzo"),
)
"""What rattler-build takes for an archive, beyond what condax unpacks."""
STRING_END = b"\xff"
"""What Rust's `Hash` of a string writes after its bytes."""
MISSING = object()
EPOCH = "1970-01-01T00:00:00Z"
"""Time of making and last use; rattler-build sets the latter when it uses the entry."""


def seed_source_cache(files: Iterable[Resolved], output_dir: Path) -> tuple[Source, ...]:
    """Put sources into the source cache of a rattler-build run with this output folder.

    Entries that are there stay. Returns the sources that it will fetch by itself all the same:
    archives of a kind that condax cannot unpack. Raises `VerificationError` for an archive that
    tries to escape.
    """
    left = []
    for each in files:
        if _is_foreign(each.source):
            left.append(each.source)
        else:
            _seed(each, output_dir / SOURCE_CACHE)
    return tuple(left)


def cache_key(source: Source) -> str:
    """The key of a source's entry: Rust's default hash of the first URL and the hex digests."""
    words = [source.urls[0], source.sha256, source.md5]
    return f"{siphash13(b''.join(word.encode() + STRING_END for word in words if word)):x}"


def _is_foreign(source: Source) -> bool:
    return source.file_name is None and source.archive_name.endswith(FOREIGN_ARCHIVES)


ARCHIVES = (
    ".7z",
    ".taz",
    ".tbz",
    ".tz2",
    ".tar.lzma",
    ".tlz",
    ".tzst",
    ".Z",
    ".taZ",
    ".lz",
    ".lzo",
)
"""Further kinds that rattler-build tries to unpack."""


def _seed(file: Resolved, cache: Path) -> None:
    key = cache_key(file.source)
    metadata = cache / ".metadata" / f"{key}.json"
    lock = cache / ".locks" / f"{key}.lock"
    tree, copy = f"{key}_extracted", f"{key}_{file.source.archive_name}"
    extracted = tree if file.source.is_unpacked else None
    wanted = cache / (extracted or copy)
    with refusals(cache):
        lock.parent.mkdir(parents=True, exist_ok=True)
    # The same lock that rattler-build takes around its own look-up.
    with refusals(lock), FileLock(lock):
        if wanted.exists() and _extracted_path(metadata) == extracted:
            return
        if extracted:
            if wanted.exists():
                remove_tree(wanted)
            extract(file.path, wanted)
        else:
            # A copy, because rattler-build overwrites in place what it downloads again.
            with temporary_directory(cache) as work:
                shutil.copyfile(file.path, work / wanted.name)
                (work / wanted.name).replace(wanted)
        entry = {"cache_path": copy, "extracted_path": extracted, **_entry(file.source)}
        write_text(metadata, json.dumps(entry, indent=2))


def _entry(source: Source) -> dict[str, str | bool | None]:
    return {
        "source_type": "url",
        "url": source.urls[0],
        "checksum": source.sha256,
        "checksum_type": "sha256",
        "actual_filename": None,
        "git_commit": None,
        "git_rev": None,
        "last_accessed": EPOCH,
        "created": EPOCH,
        "lock_file": None,
        "attestation_verified": False,
    }


def _extracted_path(metadata: Path) -> object:
    """What an entry says, `MISSING` when there is none that can be read."""
    try:
        return json.loads(metadata.read_bytes()).get("extracted_path")
    except (OSError, ValueError):
        return MISSING
