"""The last touch on an archive: what depends on time or place is taken out, then it is packed.

What rattler-build writes names the time of the build, the folder it was built in, and the variant
keys that `inprocess` adds. Afterwards the same recipe, dependencies and `epoch` give the same
bytes, whoever builds where, and `info/` says what plain rattler-build would have said.
"""

from __future__ import annotations

import calendar
import io
import json
import tarfile
import zipfile
from datetime import datetime, timezone
from typing import IO, TYPE_CHECKING

import zstandard

from condax.build.documents import (
    LEVEL,
    RENDERED,
    Rewrite,
    recorded_prefix,
    rewritten_info,
    text_of,
)
from condax.build.payload import rewritten_payload
from condax.channel.archive import EPOCH
from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = b'{"conda_pkg_format_version":2}'


def finish(raw: Path, destination: Path, rewrite: Rewrite) -> None:
    """Write `raw`, a `.conda` archive, to `destination` as it has to be."""
    with zipfile.ZipFile(raw) as source, refusals(destination):
        info = _read_tar(source, "info-")
        rendered = text_of(info, RENDERED)
        prefix = recorded_prefix(rendered)
        paths = json.loads(text_of(info, "info/paths.json"))
        size = raw.stat().st_size
        temporary = destination.with_suffix(".part")
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as target:
            target.writestr(_zip_entry("metadata.json", rewrite.epoch), FORMAT)
            stem = destination.stem
            entry = _zip_entry(f"pkg-{stem}.tar.zst", rewrite.epoch, size)
            members = _stream_tar(source, "pkg-")
            payload = rewritten_payload(members, prefix, paths, calendar.timegm(entry.date_time))
            _write_tar(target, entry, payload)
            documents = rewritten_info(info, rewrite, paths)
            _write_tar(target, _zip_entry(f"info-{stem}.tar.zst", rewrite.epoch), documents)
        temporary.replace(destination)


def _read_tar(source: zipfile.ZipFile, start: str) -> dict[str, tuple[tarfile.TarInfo, bytes]]:
    return {
        member.name: (member, stream.read() if stream is not None else b"")
        for member, stream in _stream_tar(source, start)
    }


def _stream_tar(
    source: zipfile.ZipFile, start: str
) -> Iterator[tuple[tarfile.TarInfo, IO[bytes] | None]]:
    name = next(each for each in source.namelist() if each.startswith(start))
    with (
        source.open(name) as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as plain,
        tarfile.open(fileobj=plain, mode="r|") as tar,
    ):
        for member in tar:
            yield member, tar.extractfile(member) if member.isreg() else None


def _write_tar(
    target: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    members: Iterator[tuple[tarfile.TarInfo, bytes | IO[bytes]]]
    | Iterator[tuple[tarfile.TarInfo, bytes]],
) -> None:
    moment = calendar.timegm(entry.date_time)
    with (
        target.open(entry, "w") as packed,
        zstandard.ZstdCompressor(level=LEVEL, threads=-1).stream_writer(packed) as plain,
        tarfile.open(fileobj=plain, mode="w|", format=tarfile.GNU_FORMAT) as tar,
    ):
        for member, content in members:
            member.mtime, member.uid, member.gid = moment, 0, 0
            member.uname = member.gname = ""
            if isinstance(content, bytes):
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
            else:
                tar.addfile(member, content)


def _zip_entry(name: str, epoch: int, size: int = 0) -> zipfile.ZipInfo:
    """`size` is a guess, from which zipfile decides whether the entry may grow beyond 2 GiB."""
    moment = datetime.fromtimestamp(max(epoch, EPOCH), timezone.utc)
    entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    entry.file_size = 2 * size
    return entry
