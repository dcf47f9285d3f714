"""The output channel: what is there, and how something finished gets in.

An archive is moved to its place whole, and only then named by an index that is replaced in one
step, both under a lock that all condax processes take. Whatever moment a process dies at, the index
names whole files only. The next build takes in an archive that it does not name, also one that
somebody copied there.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from condax.platforms import NOARCH, platform_names
from condax.system.files import link_or_copy, refusals, remove_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.build.model import Job

OWN_FOLDER, BROKEN, LOGS = ".condax", "broken", "logs"
INDEX = "repodata.json"


class OutputChannel:
    """The folder that finished packages go to."""

    def __init__(self, folder: Path) -> None:
        """Reading needs nothing to be there; `prepare` makes the folder."""
        self.folder = folder.absolute()
        self._own = self.folder / OWN_FOLDER

    @property
    def url(self) -> str:
        """The channel as solvers take it."""
        return self.folder.as_uri()

    def archive_of(self, job: Job) -> Path:
        """Where the job's package is, once it is published."""
        return self.folder / job.subdir / job.file_name

    def log_of(self, job: Job) -> Path:
        """Log of the job's last build."""
        return self.folder / LOGS / job.subdir / f"{job.stem}.log"

    def has(self, job: Job) -> bool:
        """Whether the index names the job's package, and the file is there and whole."""
        size = self._sizes(job.subdir).get(job.file_name)
        archive = self.archive_of(job)
        return size is not None and archive.is_file() and archive.stat().st_size == size

    def prepare(self) -> None:
        """Make the channel if there is none; every subdir in it gets an index that is right."""
        from condax.channel.index import index_subdir

        with refusals(self.folder):
            self._own.mkdir(parents=True, exist_ok=True)
            (self.folder / NOARCH.subdir).mkdir(exist_ok=True)
            # Solvers that meet the folder in a search for sources leave it out.
            (self.folder / ".condapackageignore").write_text("*\n", encoding="utf-8")
        with self._lock():
            for subdir in self._subdirs():
                if self._is_behind(subdir) or not (self.folder / subdir / INDEX).exists():
                    index_subdir(self.folder, subdir)

    def take_in(self) -> None:
        """Index archives that no index names; a folder without any is left as it is."""
        with refusals(self.folder):
            is_behind = any(map(self._is_behind, self._subdirs()))
        if is_behind:
            self.prepare()

    def _subdirs(self) -> list[str]:
        """Only these: the folder may be one in which other things lie about."""
        return [name for name in platform_names() if (self.folder / name).is_dir()]

    def _is_behind(self, subdir: str) -> bool:
        present = {path.name for path in (self.folder / subdir).glob("*.conda")}
        return present != set(self._sizes(subdir))

    @contextlib.contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder of this process on the channel's file system; those of dead ones go."""
        from filelock import FileLock, Timeout

        with self._lock():
            for lock in self._own.glob("run-*.lock"):
                with contextlib.suppress(Timeout), FileLock(lock, timeout=0):
                    remove_tree(lock.with_suffix(""))
                    lock.unlink()
            folder = self._own / f"run-{os.getpid()}-{secrets.token_hex(4)}"
            alive = FileLock(f"{folder}.lock")
            with refusals(folder):
                alive.acquire()
                folder.mkdir()
        try:
            yield folder
        finally:
            remove_tree(folder)
            Path(alive.lock_file).unlink(missing_ok=True)
            alive.release()

    def publish(self, archive: Path, subdir: str) -> Path:
        """Move a finished archive in and index it; returns where it is."""
        from condax.channel.index import index_subdir

        destination = self.folder / subdir / archive.name
        with self._lock(), refusals(destination):
            destination.parent.mkdir(parents=True, exist_ok=True)
            if destination.exists():
                # No moment at which the index tells the digest of another file.
                index_subdir(self.folder, subdir, without=destination.name)
            archive.replace(destination)
            index_subdir(self.folder, subdir)
        return destination

    def adopt(self, archive: Path, subdir: str) -> None:
        """Take in a package that was made elsewhere, unless it is there."""
        from condax.channel.index import index_subdir

        destination = self.folder / subdir / archive.name
        with self._lock(), refusals(destination):
            if archive.name not in self._sizes(subdir):
                if not destination.exists():
                    link_or_copy(archive, destination)
                index_subdir(self.folder, subdir)

    def reject(self, archive: Path, subdir: str) -> Path:
        """Move an archive that failed aside, where no index names it; returns where it is."""
        destination = self.folder / BROKEN / subdir / archive.name
        with refusals(destination):
            destination.parent.mkdir(parents=True, exist_ok=True)
            archive.replace(destination)
        return destination

    def _sizes(self, subdir: str) -> dict[str, int]:
        path = self.folder / subdir / INDEX
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except ValueError:
            # Not written by condax, which replaces it in one step.
            path.unlink()
            return {}
        return {name: record["size"] for name, record in document["packages.conda"].items()}

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock

        with refusals(self.folder), FileLock(self._own / "channel.lock"):
            yield
