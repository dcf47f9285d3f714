"""The places whose files are known by name beforehand: source mirrors and upstream's own URLs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from condax.errors import SystemRefusedError
from condax.sources.model import PYPI_SCHEME, Candidate, Fetch, Origin, Source
from condax.system.files import BLOCK, refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.system.network import Downloader, OnProgress


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderMirror:
    """A folder with `<sha256>/<file name>`, `<sha256>` or `<file name>`."""

    folder: Path
    origin = Origin.MIRROR

    def candidates(self, source: Source) -> Iterator[Candidate]:
        """Files that are there; the one below its sha256 may have any name."""
        below = self.folder / str(source.sha256)
        paths = [
            *(sorted(p for p in below.iterdir() if p.is_file()) if below.is_dir() else [below]),
            self.folder / source.archive_name,
        ]
        found = [path for path in paths if path.is_file()]
        if not found:
            raise SystemRefusedError(
                f"{str(self.folder)!r} has neither {str(source.sha256)!r} nor "
                f"{source.archive_name!r}",
                hint="fill it with `condax sources fetch RECIPE --to FOLDER`",
            )
        for path in found:
            yield Candidate(where=str(path), fetch=copy_of(path))


@dataclass(frozen=True, kw_only=True, slots=True)
class UrlMirror:
    """The same layout below a URL."""

    url: str
    downloader: Downloader
    origin = Origin.MIRROR

    def candidates(self, source: Source) -> Iterator[Candidate]:
        """Three names under which the file may be served."""
        base, name = self.url.rstrip("/"), quote(source.archive_name)
        for path in (f"{source.sha256}/{name}", f"{source.sha256}", name):
            yield from _download(f"{base}/{path}", self.downloader)


@dataclass(frozen=True, kw_only=True, slots=True)
class Upstream:
    """The URLs that the recipe names."""

    downloader: Downloader
    offline: bool = False
    """Whether only `file:` URLs are asked."""
    origin = Origin.UPSTREAM

    def candidates(self, source: Source) -> Iterator[Candidate]:
        """One for each URL, in the recipe's order."""
        for url in source.urls:
            if url.startswith(PYPI_SCHEME):
                continue
            if not self.offline or url.startswith("file:"):
                yield from _download(url, self.downloader)


def open_mirror(mirror: str, downloader: Downloader) -> FolderMirror | UrlMirror:
    """A mirror given as a folder, a `file:` URL or any other URL."""
    parts = urlsplit(mirror)
    if parts.scheme == "file":
        return FolderMirror(folder=Path(unquote(parts.path)))
    if "://" in mirror:
        return UrlMirror(url=mirror, downloader=downloader)
    return FolderMirror(folder=Path(mirror))


def _download(url: str, downloader: Downloader) -> Iterator[Candidate]:
    def fetch(path: Path, on_progress: OnProgress) -> None:
        downloader.fetch(url, path, on_progress)

    yield Candidate(where=url, fetch=fetch)


def copy_of(original: Path) -> Fetch:
    """Takes a file of this machine."""

    def fetch(path: Path, on_progress: OnProgress) -> None:
        try:
            stream = original.open("rb")
        except OSError as e:
            raise SystemRefusedError(
                f"cannot read {str(original)!r}: {e.strerror}", hint="check the file's permissions"
            ) from None
        with stream, refusals(path), path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, BLOCK)
            on_progress(path.name, copy.tell(), copy.tell())

    return fetch
