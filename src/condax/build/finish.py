"""The last touch on an archive: what depends on time or place is taken out, then it is packed.

What rattler-build writes names the time of the build, the folder it was built in, and the variant
keys that `inprocess` adds. Afterwards the same recipe, dependencies and `epoch` give the same
bytes, whoever builds where, and `info/` says what plain rattler-build would have said.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import tarfile
import zipfile
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import IO, TYPE_CHECKING, Any

import zstandard

from condax.build import external
from condax.build.payload import PLACEHOLDER, rewritten_payload
from condax.channel.archive import EPOCH, LINK
from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from condax.build.model import Scalar

LEVEL = 12
"""Measured on CPython's 52 MB: 14.7 MB in 2.2 s; 15, rattler-build's default, 14.6 MB in 11.4 s."""

FORMAT = b'{"conda_pkg_format_version":2}'
RENDERED = "info/recipe/rendered_recipe.yaml"
HOST_PREFIX_LINE = re.compile(r"^    host_prefix: (.+)$", re.MULTILINE)
RUN_EXPORTS = re.compile(r"(?:    - spec: .+\n      from: .+\n      run_export: .+\n)+")
LIBRARIES = "  library_to_package:\n"
LINKS = re.compile(
    rf"    - build: (?P<digest>h[0-9a-f]{{7}}_)?(?:0_{LINK}|{external.BUILD_STRING})\n"
    r"(?:      .+\n)*"
)
"""The record of a package that is links into this machine."""
DIGESTS = re.compile(r"^      (?:md5|sha256|size): .+\n", re.MULTILINE)
MACHINE = re.compile(r"    - __(?:archspec|cuda|glibc|linux)=")
"""A virtual package that says which processor, kernel or libc the build ran on."""
NESTED_VARIANT, NESTED_KEYS = "    variant:\n", "      use_keys:\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """What an archive has to say in the end."""

    epoch: int
    variant: Mapping[str, Scalar]
    """The variant without the keys that condax adds."""
    hash: Mapping[str, str]
    names: Mapping[str, str]
    """Paths and URLs of this machine → what stands for them."""


def finish(raw: Path, destination: Path, rewrite: Rewrite) -> None:
    """Write `raw`, a `.conda` archive, to `destination` as it has to be."""
    with zipfile.ZipFile(raw) as source, refusals(destination):
        info = _read_tar(source, "info-")
        rendered = _text_of(info, RENDERED)
        prefix = _host_prefix(rendered)
        paths = json.loads(_text_of(info, "info/paths.json"))
        size = raw.stat().st_size
        temporary = destination.with_suffix(".part")
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as target:
            target.writestr(_zip_entry("metadata.json", rewrite.epoch), FORMAT)
            stem = destination.stem
            entry = _zip_entry(f"pkg-{stem}.tar.zst", rewrite.epoch, size)
            members = _stream_tar(source, "pkg-")
            payload = rewritten_payload(members, prefix, paths, calendar.timegm(entry.date_time))
            _write_tar(target, entry, payload)
            documents = _rewritten_info(info, rewrite, paths)
            _write_tar(target, _zip_entry(f"info-{stem}.tar.zst", rewrite.epoch), documents)
        temporary.replace(destination)


def rewrite_rendered(text: str, rewrite: Rewrite) -> str:
    """`rendered_recipe.yaml` without time, place and added keys.

    A long recipe would take seconds to parse, so this edits lines of a layout that is known.
    """
    prefix = _host_prefix(text)
    if prefix:
        text = text.replace(prefix, PLACEHOLDER)
    text = _renamed(text, rewrite).replace("\nextra_meta: {}\n", "\n")
    text = RUN_EXPORTS.sub(_sorted_run_exports, text)
    text = LINKS.sub(_without_place, text)
    head, separator, rest = text.partition("\nbuild_configuration:\n")
    head = _without_used_keys(head, rewrite.variant)
    lines = list(_configuration_lines(rest.splitlines(keepends=True), rewrite))
    return head + separator + "".join(_with_sorted_libraries(lines))


def _renamed(text: str, rewrite: Rewrite) -> str:
    """With the names of `rewrite`; long ones first, because one may begin like another."""
    for old, new in sorted(rewrite.names.items(), key=lambda item: -len(item[0])):
        text = text.replace(old, new)
    return text


def _configuration_lines(lines: list[str], rewrite: Rewrite) -> Iterator[str]:
    """The lines of `build_configuration` and all after it."""
    section = ""
    is_configuration = True
    for line in lines:
        if not line.startswith(" "):
            is_configuration = False
        if not is_configuration:
            yield line
            continue
        if not line.startswith("   "):
            section = line.strip().partition(":")[0]
            if section == "timestamp":
                moment = datetime.fromtimestamp(rewrite.epoch, timezone.utc)
                yield f"  timestamp: {moment:%Y-%m-%dT%H:%M:%SZ}\n"
                continue
            yield line
            if section == "hash":
                yield from (f"    {k}: {_quoted(v)}\n" for k, v in rewrite.hash.items())
        elif (section == "variant" and _key(line) not in rewrite.variant) or MACHINE.match(line):
            continue
        elif _key(line) == "compression_level":
            yield f"    compression_level: {LEVEL}\n"
        elif section != "hash":
            yield line


def _without_place(found: re.Match[str]) -> str:
    """Without what says where the links lead; nobody else can have such a package anyway."""
    record = DIGESTS.sub("", found.group())
    return record.replace(found["digest"], "") if found["digest"] else record


def _sorted_run_exports(found: re.Match[str]) -> str:
    """Those of one environment, which come in another order each time."""
    start = "    - spec: "
    return "".join(start + each for each in sorted(found.group().split(start)[1:]))


def _with_sorted_libraries(lines: list[str]) -> list[str]:
    """What a staging output's libraries belong to, which is written in another order each time."""
    if LIBRARIES not in lines:
        return lines
    start = lines.index(LIBRARIES) + 1
    rest = lines[start:]
    count = next((i for i, line in enumerate(rest) if not line.startswith("    ")), len(rest))
    return [*lines[:start], *sorted(rest[:count]), *rest[count:]]


def _without_used_keys(recipe: str, variant: Mapping[str, Scalar]) -> str:
    """`use_keys` without what is not in the variant; an empty list goes with its parent."""
    start = recipe.find(NESTED_VARIANT + NESTED_KEYS)
    if start < 0:
        return recipe
    begin = start + len(NESTED_VARIANT + NESTED_KEYS)
    lines = recipe[begin:].splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith("      - ")), len(lines))
    kept = [line for line in lines[:count] if line.strip()[2:].strip("'\"") in variant]
    rest = "".join(lines[count:])
    if kept:
        return recipe[:begin] + "".join(kept) + rest
    head = NESTED_VARIANT if rest.startswith("      ") else ""
    return recipe[:start] + head + rest


def _rewritten_info(
    info: Mapping[str, tuple[tarfile.TarInfo, bytes]], rewrite: Rewrite, paths: dict[str, Any]
) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    edits: dict[str, Callable[[str], str]] = {
        RENDERED: lambda text: rewrite_rendered(text, rewrite),
        "info/about.json": lambda text: _renamed(text, rewrite),
        "info/files": lambda text: _kept_files(text, paths),
        "info/index.json": lambda text: _rewritten_index(text, rewrite.epoch),
        "info/hash_input.json": lambda text: _kept_json(text, rewrite.variant),
        "info/recipe/variant_config.yaml": lambda text: _kept_lines(text, rewrite.variant),
        "info/paths.json": lambda _: json.dumps(paths, indent=2, ensure_ascii=False),
    }
    for name, (member, content) in info.items():
        if name in edits:
            content = edits[name](content.decode()).encode()
        yield member, content


def _host_prefix(rendered: str) -> str:
    match = HOST_PREFIX_LINE.search(rendered)
    return match.group(1).strip("'\"") if match else ""


def _rewritten_index(text: str, epoch: int) -> str:
    """Dated, and with its lists sorted as conda-build sorts them."""
    index = json.loads(text)
    index["timestamp"] = epoch * 1000
    for key in index.keys() & {"depends", "constrains"}:
        index[key].sort()
    return json.dumps(index, indent=2, ensure_ascii=False)


def _kept_json(text: str, variant: Mapping[str, Scalar]) -> str:
    document = json.loads(text)
    return json.dumps({k: v for k, v in document.items() if k in variant}, ensure_ascii=False)


def _kept_files(text: str, paths: Mapping[str, Any]) -> str:
    names = {entry["_path"] for entry in paths["paths"]}
    return "".join(f"{line}\n" for line in text.split("\n") if line in names)


def _kept_lines(text: str, variant: Mapping[str, Scalar]) -> str:
    lines = [line for line in text.splitlines(keepends=True) if _key(line) in variant]
    return "".join(lines) or "{}\n"


def _key(line: str) -> str:
    return line.strip().partition(":")[0].strip("'\"")


def _quoted(value: str) -> str:
    """As serde_yaml writes a string: in quotes where it would be read as something else."""
    return f"'{value}'" if not value or re.fullmatch(r"[\d.eE+-]+", value) else value


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


def _text_of(members: Mapping[str, tuple[tarfile.TarInfo, bytes]], name: str) -> str:
    return members[name][1].decode() if name in members else ""


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
