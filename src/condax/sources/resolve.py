"""From a `Source` to a verified local file: cache, mirrors, upstream, PyPI, Debian, in this order.

A file has its final name in the cache only when its sha256 is right; who fetches one holds a lock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from filelock import FileLock

from condax.errors import CondaxError, RecipeError, SystemRefusedError, VerificationError
from condax.sources.debian import Debian, is_younger_than_a_day
from condax.sources.equivalents import load_equivalents
from condax.sources.fixed import FolderMirror, Upstream, open_mirror
from condax.sources.model import Attempt, Origin, Resolved, Source
from condax.sources.pypi import PyPi, project_of
from condax.system.files import (
    link_or_copy,
    refusals,
    remove_tree,
    sha256_of,
    temporary_directory,
    write_text,
)
from condax.system.network import Downloader, no_progress
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from condax.sources.equivalents import Equivalent
    from condax.sources.model import Candidate, Place, SourceOptions
    from condax.system.network import OnProgress

UNFINISHED = ".condax-"
"""How folders of unfinished downloads are named; under the lock, any that is there is a relic."""
LOCK, MISSED = ".lock", ".missed"
"""Beside a source: the lock, and when it was last asked for everywhere in vain."""


class Resolver:
    """Finds sources; one object serves one command, so that what is down is asked once."""

    def __init__(self, options: SourceOptions, downloader: Downloader | None = None) -> None:
        """`downloader` may be shared with others who fetch."""
        online = not options.offline
        downloader = downloader or Downloader()
        mirrors = [open_mirror(mirror, downloader) for mirror in options.mirrors]
        debian = Debian(options.cache / "debian", options.env, run, options.on_wait)
        self._cache, self._online = options.cache, online
        self._mirrors: list[Place] = [m for m in mirrors if online or isinstance(m, FolderMirror)]
        self._upstream: list[Place] = [Upstream(downloader=downloader, offline=options.offline)]
        self._pypi: list[Place] = [PyPi(options.env, run)] if online else []
        self._debian: list[Place] = [debian] if online else []

    def resolve(self, source: Source, on_progress: OnProgress = no_progress) -> Resolved:
        """A local file with the source's sha256, or one that `equivalents.json` lets stand in.

        Raises `SystemRefusedError` with everything that was asked when there is none, and
        `VerificationError` when something came, but with another sha256.
        """
        if source.sha256 is None:
            raise RecipeError(
                f"the source {source.urls[0]!r} has no sha256",
                hint="write its sha256 below the URL in the recipe",
            )
        attempts: list[Attempt] = []
        equivalent = load_equivalents().get(source.sha256) if source.is_unpacked else None
        if equivalent is None:
            places = [*self._mirrors, *self._upstream, *self._pypi, *self._debian]
            found = self._find(source, places, attempts, on_progress)
        else:
            found = self._find_either(source, equivalent, attempts, on_progress)
        if found is None:
            raise failure(source, attempts)
        return replace(found, source=source, attempts=tuple(attempts))

    def _find_either(
        self,
        source: Source,
        equivalent: Equivalent,
        attempts: list[Attempt],
        on_progress: OnProgress,
    ) -> Resolved | None:
        """The original, else what stands in; then the original is not asked for again for a day."""
        missed = self._cache / str(source.sha256) / MISSED
        # What is in the table of equivalents Debian has in the other packing only, or not at all.
        places = [] if is_younger_than_a_day(missed) else [*self._upstream, *self._pypi]
        found = self._find(source, [*self._mirrors, *places], attempts, on_progress)
        if found:
            return found
        pypi = self._pypi if project_of(equivalent.file_name) else []
        places = [*self._mirrors, *pypi, *self._debian]
        found = self._find(equivalent.source, places, attempts, on_progress)
        if found is None:
            return None
        if self._online and not is_younger_than_a_day(missed):
            write_text(missed, "")
        return replace(found, origin=Origin.EQUIVALENT, note=equivalent.note)

    def _find(
        self,
        source: Source,
        places: Sequence[Place],
        attempts: list[Attempt],
        on_progress: OnProgress,
    ) -> Resolved | None:
        """Adds to `attempts` what failed on the way."""
        folder = self._cache / str(source.sha256)
        path = folder / source.archive_name
        if _is_good(path, source):
            return _resolved(source, path, Origin.CACHE, str(path))
        with refusals(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / LOCK)
            lock.acquire()
        try:
            if _tidy(folder, source):
                return _resolved(source, path, Origin.CACHE, str(path))
            for place in places:
                candidate = self._first(place, source, attempts, on_progress)
                if candidate:
                    return _resolved(source, path, place.origin, candidate.where)
        finally:
            lock.release()
        return None

    def _first(
        self, place: Place, source: Source, attempts: list[Attempt], on_progress: OnProgress
    ) -> Candidate | None:
        """The candidate whose file now is in the cache."""
        candidates = place.candidates(source)
        asked = len(attempts)
        while True:
            try:
                candidate = next(candidates, None)
            except CondaxError as e:
                if len(attempts) == asked:
                    attempts.append(Attempt(where=place.origin.value, reason=str(e)))
                return None
            if candidate is None:
                return None
            attempt = self._take(candidate, source, on_progress)
            if attempt is None:
                return candidate
            attempts.append(attempt)

    def _take(
        self, candidate: Candidate, source: Source, on_progress: OnProgress
    ) -> Attempt | None:
        """Why the candidate is not the source, or `None` when its file is in the cache."""
        folder = self._cache / str(source.sha256)
        with temporary_directory(folder, UNFINISHED) as work:
            path = work / source.archive_name
            try:
                candidate.fetch(path, on_progress)
            except CondaxError as e:
                if isinstance(e, SystemRefusedError) and isinstance(e.__cause__, OSError):
                    raise  # our disk refused, not the other side
                return Attempt(where=candidate.where, reason=str(e))
            actual = sha256_of(path)
            if actual != source.sha256:
                return Attempt(
                    where=candidate.where, reason=f"has sha256 {actual}", actual_sha256=actual
                )
            with refusals(path):
                path.replace(folder / source.archive_name)
        return None


def failure(source: Source, attempts: Sequence[Attempt]) -> SystemRefusedError | VerificationError:
    """The exception for a source that no place has, with everything that was tried."""
    name = source.archive_name
    tried = "".join(f"\n  {_line(each)}" for each in attempts)
    if any(each.actual_sha256 for each in attempts):
        return VerificationError(
            f"the source {name!r} has not the sha256 {source.sha256} of the recipe:{tried}",
            hint="compare with what upstream publishes, then correct the recipe or the copy",
            where=source.urls[0],
        )
    return SystemRefusedError(
        f"the source {name!r} with sha256 {source.sha256} cannot be had:{tried}",
        hint="name a folder or URL that has it with --source-mirror; `condax sources fetch RECIPE "
        "--to FOLDER` fills one on a machine with network",
        where=source.urls[0],
    )


def _line(attempt: Attempt) -> str:
    if attempt.where in attempt.reason:
        return attempt.reason
    return f"{attempt.where}: {attempt.reason}"


def _resolved(source: Source, path: Path, origin: Origin, where: str) -> Resolved:
    return Resolved(source=source, path=path, origin=origin, where=where)


def _is_good(path: Path, source: Source) -> bool:
    return path.is_file() and sha256_of(path) == source.sha256


def _tidy(folder: Path, source: Source) -> bool:
    """Remove what must not be there; whether the source is there then, if under another name."""
    path = folder / source.archive_name
    with refusals(folder):
        for each in sorted(folder.iterdir()):
            if each.name.startswith(UNFINISHED):
                remove_tree(each)
            elif each.name in {LOCK, MISSED}:
                continue
            elif not _is_good(each, source):
                each.unlink()
            elif not path.exists():
                link_or_copy(each, path)
    return path.exists()
