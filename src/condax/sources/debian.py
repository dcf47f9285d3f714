"""Debian's source archive through apt's own configuration, without privileges.

Upstream's tarballs are `*.orig.tar.*` there, byte for byte unless the version says otherwise. The
sha256 finds them: `apt-get update` with a private state fetches and checks a suite's index of
source packages, of which one line per tarball is kept, so that a look-up reads a few megabytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from condax.errors import SystemRefusedError, ToolFailedError
from condax.sources.apt_sources import (
    Archive,
    parse_deb822,
    parse_one_line,
    render,
    with_siblings,
)
from condax.sources.model import Candidate, Origin, Source, unwatched
from condax.system.files import refusals, remove_tree, write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from condax.sources.model import Fetch
    from condax.system.network import OnProgress
    from condax.system.process import Runner

DAY = 24 * 60 * 60
"""Seconds after which an index is fetched again before it is said to lack a tarball."""

APT_CONF = """\
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Sandbox::User "root";
Acquire::GzipIndexes "false";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "10";
Acquire::https::Timeout "10";
"""
"""Hooks belong to the system's own updates; `root` as sandbox means: stay who you are."""

PARAGRAPH = re.compile(
    rb"^(?:Directory: (?P<folder>\S+)| (?P<sha>[0-9a-f]{64}) (?P<size>\d+) (?P<name>\S+))$",
    re.MULTILINE,
)
NOT_UPSTREAM = (b".debian.tar.", b".asc", b".dsc", b".diff.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A tarball in an archive."""

    sha256: str
    size: int
    url: str
    """As apt wants it, e.g. with a `mirror+file:` scheme."""


class Debian:
    """Asks the configured suites, then Debian's other releases on the same mirror."""

    origin = Origin.DEBIAN

    def __init__(
        self,
        cache: Path,
        env: Mapping[str, str],
        run: Runner,
        on_wait: Callable[[str], None] = unwatched,
    ) -> None:
        """`cache` keeps one small index per suite; `on_wait` is told of each that is fetched."""
        self._cache = cache
        self._env = {**env, "LC_ALL": "C"}
        self._run = run
        self._on_wait = on_wait
        self._failed: dict[Archive, str] = {}

    def candidates(self, source: Source) -> Iterator[Candidate]:
        """Tarballs with the wanted sha256: from indexes at hand, else from up-to-date ones."""
        apt = self._configuration()
        for hit in self.find(str(source.sha256), apt):
            yield Candidate(where=hit.url, fetch=self._download(hit, apt))

    def find(self, sha256: str, apt: AptConfiguration) -> Iterator[Hit]:
        """Raises `SystemRefusedError` naming the suites when none of them has the tarball."""
        found: set[Hit] = set()
        for hit in self._hits(sha256, apt.archives):
            if hit not in found:
                found.add(hit)
                yield hit
        if not found:
            asked = ", ".join(str(a) for a in apt.archives if a not in self._failed)
            failed = "".join(f"; {archive}: {why}" for archive, why in self._failed.items())
            raise SystemRefusedError(
                f"no tarball with this sha256 in {asked or 'any suite'}{failed}",
                hint="check apt's sources lists",
            )

    def _hits(self, sha256: str, archives: Sequence[Archive]) -> Iterator[Hit]:
        indexes = {archive: self._cache / _index_name(archive) for archive in archives}
        for path in indexes.values():
            yield from search(path, sha256)
        for archive, path in indexes.items():
            if self._refresh(archive, path):
                yield from search(path, sha256)

    def _configuration(self) -> AptConfiguration:
        asked = {
            "LIST": "Dir::Etc::sourcelist/f",
            "PARTS": "Dir::Etc::sourceparts/d",
            "METHODS": "Dir::Bin::methods/d",
        }
        argv = ["apt-config", "shell", *(word for pair in asked.items() for word in pair)]
        printed = self._run(argv, env=self._env).stdout
        pairs = [word.partition("=") for word in shlex.split(printed)]
        values = {name: Path(value) for name, _, value in pairs}
        return AptConfiguration(
            archives=with_siblings(_read_lists(values["LIST"], values["PARTS"])),
            helper=values["METHODS"].parent / "apt-helper",
        )

    def _refresh(self, archive: Archive, index: Path) -> bool:
        """Whether the index is another one now; one process at a time fetches it."""
        if archive in self._failed or is_younger_than_a_day(index):
            return False
        with refusals(index):
            index.parent.mkdir(parents=True, exist_ok=True)
        with refusals(index), FileLock(f"{index}.lock"):
            if not is_younger_than_a_day(index):
                self._on_wait(f"Debian's list of sources in {archive.suite}")
                try:
                    write_bytes(index, self._fetch_index(archive, Path(f"{index}.work")))
                except ToolFailedError as e:
                    self._failed[archive] = _last_problem("\n".join(e.tail))
                except SystemRefusedError as e:
                    self._failed[archive] = str(e)
        return archive not in self._failed

    def _fetch_index(self, archive: Archive, work: Path) -> bytes:
        """`work` holds apt's private state meanwhile; if it is there before, it is a relic."""
        lists = work / "state" / "lists"
        places = {
            "Dir::State": work / "state",
            "Dir::Cache": work / "cache",
            "Dir::Etc::SourceList": work / "archive.sources",
            "Dir::Etc::SourceParts": os.devnull,
        }
        options = [word for key, value in places.items() for word in ("-o", f"{key}={value}")]
        if work.exists():
            remove_tree(work)
        try:
            for folder in (lists / "partial", work / "cache" / "archives" / "partial"):
                folder.mkdir(parents=True)
            write_text(work / "archive.sources", render(archive))
            printed = self._run(["apt-get", *_with_conf(work), *options, "update"], env=self._env)
            found = sorted(lists.glob("*_Sources"))
            if not found and not list(lists.glob("*Release")):
                problem = _last_problem(printed.stdout + printed.stderr)
                raise SystemRefusedError(problem, hint="try `apt-get update`")
            return b"".join(condense(path.read_bytes(), archive.uri) for path in found)
        finally:
            remove_tree(work)

    def _download(self, hit: Hit, apt: AptConfiguration) -> Fetch:
        def fetch(path: Path, on_progress: OnProgress) -> None:
            on_progress(path.name, 0, hit.size)
            argv = [str(apt.helper), *_with_conf(path.parent), "download-file"]
            self._run([*argv, hit.url, str(path), f"SHA256:{hit.sha256}"], env=self._env)
            on_progress(path.name, hit.size, hit.size)

        return fetch


@dataclass(frozen=True, kw_only=True, slots=True)
class AptConfiguration:
    """What this machine's apt says."""

    archives: tuple[Archive, ...]
    helper: Path
    """The program that downloads single files with apt's transports and settings."""


def condense(sources: bytes, uri: str) -> bytes:
    """Lines `sha256 size URL`, one for every tarball that a `Sources` index names."""
    lines: list[bytes] = []
    files: list[tuple[bytes, bytes, bytes]] = []
    folder = b""
    base = uri.rstrip("/").encode()
    for paragraph in sources.split(b"\n\n"):
        files.clear()
        for match in PARAGRAPH.finditer(paragraph):
            if match["folder"]:
                folder = match["folder"]
            elif b".tar." in match["name"] and not any(n in match["name"] for n in NOT_UPSTREAM):
                files.append((match["sha"], match["size"], match["name"]))
        lines += [b"%s %s %s/%s/%s\n" % (s, n, base, folder, name) for s, n, name in files]
    return b"".join(lines)


def search(index: Path, sha256: str) -> Iterator[Hit]:
    """What an index, which may be missing, has for a digest."""
    try:
        content = b"\n" + index.read_bytes()
    except OSError:
        return
    start = content.find(b"\n" + sha256.encode() + b" ")
    if start >= 0:
        line = content[start + 1 : content.index(b"\n", start + 1)].decode()
        digest, size, url = line.split(" ", 2)
        yield Hit(sha256=digest, size=int(size), url=url)


def _read_lists(single: Path, parts: Path) -> Iterator[Archive]:
    in_folder = sorted(parts.iterdir()) if parts.is_dir() else []
    for path in (single, *in_folder):
        if path.is_file() and os.access(path, os.R_OK):
            text = path.read_text(encoding="utf-8", errors="replace")
            if path.suffix == ".sources":
                yield from parse_deb822(text)
            elif path.suffix == ".list":
                yield from parse_one_line(text)


def _with_conf(work: Path) -> list[str]:
    write_text(work / "apt.conf", APT_CONF)
    return ["-c", str(work / "apt.conf")]


def _index_name(archive: Archive) -> str:
    digest = hashlib.sha256(render(archive).encode()).hexdigest()
    return f"{archive.suite}-{digest[:12]}.txt"


def is_younger_than_a_day(path: Path) -> bool:
    """By the time of the last change; a missing file is not."""
    return path.exists() and time.time() - path.stat().st_mtime < DAY


def _last_problem(printed: str) -> str:
    lines = [line.strip() for line in printed.splitlines() if line[:2] in {"E:", "W:"}]
    return lines[0][2:].strip() if lines else "apt-get update brought no index"
