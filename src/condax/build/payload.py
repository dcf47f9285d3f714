"""The files of a package without what names the folders that they were built in.

Besides what `paths.json` declares, these are byte code, whose path Python sets anew when it imports
it, and what pip writes about an installation: `direct_url.json`, which says where the sources lay,
and `RECORD`, whose digests are those of files before anybody exchanged the prefix in them. Of
`direct_url.json` see also https://github.com/prefix-dev/rattler-build/issues/2508. What a script
left uncompiled rattler-build compiles in a temporary folder, by which that byte code is called.
Byte code of a source with the prefix in it is left out: neither its date nor its digest would hold
once the source has been installed.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import posixpath
import re
from typing import IO, TYPE_CHECKING, Any

from condax.build.byte_code import placed, source_of
from condax.build.order import FILLER

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Iterable, Iterator, Mapping

PLACEHOLDER_LENGTH = 255
"""In bytes."""

PLACEHOLDER = ("/condax/host_env" + FILLER * 30)[:PLACEHOLDER_LENGTH]
"""Prefix that packages record, as long as the one they were built in."""

DIRECT_URL, RECORD = ".dist-info/direct_url.json", ".dist-info/RECORD"
PYTHONS = (DIRECT_URL, ".pyc")

PYC_FLAGS, PYC_DATE = slice(4, 8), slice(8, 12)

LOCAL_URL = re.compile(rb'"url"\s*:\s*"file:')
"""In `direct_url.json` (PEP 610): pip was given a folder or a file of the machine."""


def rewritten_payload(
    members: Iterable[tuple[tarfile.TarInfo, IO[bytes] | None]],
    prefix: str,
    paths: dict[str, Any],
    moment: int,
) -> Iterator[tuple[tarfile.TarInfo, bytes | IO[bytes]]]:
    """Members with `PLACEHOLDER` in place of `prefix`; each `RECORD` comes after what it lists.

    `paths`, the content of `paths.json`, is brought up to date on the way. Every file is dated
    `moment`, in seconds since 1970, and byte code belongs to a source of that date.
    """
    entries = {entry["_path"]: entry for entry in paths["paths"]}
    declared = _declared(entries, prefix)
    links: dict[str, str] = {}
    records: list[tuple[tarfile.TarInfo, bytes]] = []
    for member, stream in members:
        if stream is None:
            if member.issym():
                links[member.name] = member.linkname
            yield member, b""
        elif member.name.endswith(RECORD):
            records.append((member, stream.read()))
        elif member.name in declared or member.name.endswith(PYTHONS):
            content = stream.read()
            if _is_left_out(member.name, content, declared):
                del entries[member.name]
                continue
            content = _exchanged(content, prefix)
            if member.name.endswith(".pyc"):
                content = _dated(placed(content, member.name, PLACEHOLDER), moment)
            _describe(entries[member.name], content)
            yield member, content
        else:
            yield member, stream
    _describe_links(entries, links)
    for member, content in records:
        content = _rewritten_record(_exchanged(content, prefix), member.name, entries)
        _describe(entries[member.name], content)
        yield member, content
    for name in declared & entries.keys():
        entries[name]["prefix_placeholder"] = PLACEHOLDER
    paths["paths"] = [*entries.values()]


def _is_left_out(name: str, content: bytes, declared: frozenset[str]) -> bool:
    if name.endswith(DIRECT_URL):
        return LOCAL_URL.search(content) is not None
    return source_of(name) in declared


def _declared(entries: Mapping[str, Mapping[str, Any]], prefix: str) -> frozenset[str]:
    """Names of the files that record the build's host prefix, where it can be exchanged."""
    if len(os.fsencode(prefix)) != PLACEHOLDER_LENGTH:
        return frozenset()
    return frozenset(n for n, each in entries.items() if each.get("prefix_placeholder") == prefix)


def _describe(entry: dict[str, Any], content: bytes) -> None:
    entry["sha256"] = hashlib.sha256(content).hexdigest()
    entry["size_in_bytes"] = len(content)


def _describe_links(entries: Mapping[str, dict[str, Any]], links: Mapping[str, str]) -> None:
    """The digest of a link is that of the file it leads to."""
    for name in links.keys() & entries.keys():
        digest = entries.get(_end_of_link(name, links), {}).get("sha256")
        if digest is not None:
            entries[name]["sha256"] = digest


def _end_of_link(name: str, links: Mapping[str, str]) -> str:
    for _ in links:
        if name not in links:
            break
        name = posixpath.normpath(posixpath.join(posixpath.dirname(name), links[name]))
    return name


def _exchanged(content: bytes, prefix: str) -> bytes:
    old = os.fsencode(prefix)
    if len(old) != PLACEHOLDER_LENGTH:
        return content
    return content.replace(old, PLACEHOLDER.encode())


def _dated(byte_code: bytes, moment: int) -> bytes:
    """With the date that its source has in the package, unless a digest names the source (PEP 552).

    Python ignores byte code whose source has another date.
    """
    flags = byte_code[PYC_FLAGS]
    if any(flags) or len(flags) < PYC_FLAGS.stop - PYC_FLAGS.start:
        return byte_code
    date = moment.to_bytes(4, "little")
    return byte_code[: PYC_DATE.start] + date + byte_code[PYC_DATE.stop :]


def _rewritten_record(content: bytes, name: str, entries: Mapping[str, Mapping[str, Any]]) -> bytes:
    """`RECORD` (PEP 376, PEP 427) with the digests of what is in the package.

    A file that the package does not have, say a script that is made when it is installed, keeps its
    row without a digest, and `direct_url.json` loses it.
    """
    folder = posixpath.dirname(posixpath.dirname(name))
    text = content.decode(errors="surrogateescape")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n")
    for path, *digest in csv.reader(io.StringIO(text, newline="")):
        entry = entries.get(posixpath.normpath(posixpath.join(folder, path)))
        if entry is not None and any(digest):
            packed = base64.urlsafe_b64encode(bytes.fromhex(entry["sha256"])).rstrip(b"=")
            writer.writerow((path, f"sha256={packed.decode()}", entry["size_in_bytes"]))
        elif entry is not None or not path.endswith(DIRECT_URL):
            writer.writerow((path, "", ""))
    return out.getvalue().encode(errors="surrogateescape")
