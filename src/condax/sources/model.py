"""The nouns of `sources/`: `Source` (what a recipe asks for), `Resolved` (the file for it),
`Attempt` (a place that did not have it), and what connects them: `Place`, `Candidate`, `Fetch`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from condax.system.archives import can_extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from condax.system.network import OnProgress

PYPI_SCHEME = "pypi:"
"""Begins the URL of a file that is asked for by name and sha256 on PyPI, before its name."""

UNNAMED = "download"
"""What rattler-build calls the file of a URL whose path ends with a slash."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file that a recipe downloads."""

    urls: tuple[str, ...]
    """The same file at several places, best first."""
    sha256: str | None = None
    """Hex digest; without one, only rattler-build itself can fetch the source."""
    md5: str | None = None
    file_name: str | None = None
    """Name that the recipe gives the file, which then is not unpacked."""

    @property
    def archive_name(self) -> str:
        """The file's own name, without any folder: the last part of the first URL."""
        name = PurePosixPath(unquote(urlsplit(self.urls[0]).path)).name
        return UNNAMED if name in {"", ".."} else name

    @property
    def is_unpacked(self) -> bool:
        """Whether the build sees the content of the file instead of the file."""
        return self.file_name is None and can_extract(self.archive_name)


class Origin(str, Enum):
    """Where a source came from; the values are what users read."""

    CACHE = "cache"
    MIRROR = "source mirror"
    UPSTREAM = "upstream"
    PYPI = "PyPI"
    DEBIAN = "Debian"
    EQUIVALENT = "equivalent archive"
    """Another archive with the same upstream files, because nothing had the original."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """A place that was asked in vain, and why."""

    where: str
    """A URL, a folder, or what the place is called."""
    reason: str
    actual_sha256: str | None = None
    """Digest of what came instead of the wanted file, if something came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """A source and the local file for it, whose sha256 has been checked."""

    source: Source
    path: Path
    origin: Origin
    where: str
    """The URL or path that the file was taken from."""
    note: str = ""
    """What the user has to know; never empty for `Origin.EQUIVALENT`."""
    attempts: tuple[Attempt, ...] = ()
    """What was asked before, in order."""


def unwatched(what: str) -> None:
    """An `on_wait` for when nobody watches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceOptions:
    """Where sources may come from."""

    cache: Path
    """Folder that keeps every file found, as `<sha256>/<file name>`."""
    mirrors: tuple[str, ...] = ()
    """Folders and URLs that are asked before upstream, best first."""
    offline: bool = False
    """Whether only the cache and folders are asked."""
    env: Mapping[str, str]
    """Environment for pip and apt, which hold the configuration of their registries."""
    on_wait: Callable[[str], None] = unwatched
    """Told what is fetched, e.g. a list of packages, before a file can be."""


class Fetch(Protocol):
    """How a candidate is had."""

    def __call__(self, path: Path, on_progress: OnProgress) -> None:
        """Write the file to `path`; a `CondaxError` says why it cannot be had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A file that may be the wanted one."""

    where: str
    fetch: Fetch


class Place(Protocol):
    """Something that is asked for sources."""

    @property
    def origin(self) -> Origin:
        """How results from here are labelled."""

    def candidates(self, source: Source) -> Iterator[Candidate]:
        """Files that may be the source, best first; a `CondaxError` says why there are none."""
