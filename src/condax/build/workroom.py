"""Work folders: one per job or stage, held by one process at a time, gone when nobody does.

Some disks take half a minute to remove the thousands of files of a build: that is done under
another name, while the next packages are built.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from condax.build.options import Keep
from condax.errors import UsageError
from condax.system.files import refusals, remove_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from filelock import BaseFileLock

    from condax.build.model import Job

LOCK_SUFFIX, GONE_SUFFIX, KEEP_MARK, STAGES = ".lock", ".gone", "keep", "stages"

STAGE = "condax-stage"
"""Name of the empty package that makes rattler-build run staging outputs alone."""

ENTER_SCRIPT = "enter.sh"
"""In a kept work folder: the script that opens a shell as the build script saw it."""

LONGEST_FOLDER = 200
"""Conda's host prefix has 255 bytes, of which the work folder leaves some to fill up."""


def job_folder(root: Path, job: Job) -> Path:
    """The same for every build of the job, because compilers write paths into what they make."""
    return root / job.subdir / job.stem


def is_too_long(folder: Path, name: str) -> bool:
    """Whether a package of this name, built in the folder, has no room for a host prefix."""
    return length_of(folder / "out" / "bld" / f"rattler-build_{name}") > LONGEST_FOLDER


def length_of(folder: Path) -> int:
    """Of its path, in bytes as rattler-build counts."""
    return len(os.fsencode(folder))


class WorkFolders:
    """The folders of one run: of each job, and those in which staging outputs are built."""

    def __init__(self, root: Path, jobs: Iterable[Job]) -> None:
        """`root` is the folder of all work folders, `jobs` are those of the run."""
        self._root = root
        self._users = Counter(_stage_of(job) for job in jobs)
        self._held: dict[tuple[str, str], tuple[Path, BaseFileLock]] = {}
        self._turn = threading.Lock()
        self.remover = ThreadPoolExecutor(max_workers=1)
        """The thread for what nobody waits for."""

    def sweep(self) -> None:
        """Remove the folders of processes that died, as far as possible; kept ones stay."""
        from filelock import FileLock

        for folder in self._below(GONE_SUFFIX):
            self.remover.submit(remove_tree, folder)
        for lock in self._below(LOCK_SUFFIX):
            folder = lock.with_name(lock.name.removesuffix(LOCK_SUFFIX))
            # Another's that this user may not touch is no reason not to build, nor is one in use.
            with contextlib.suppress(OSError):
                if folder.exists() and not (folder / KEEP_MARK).exists():
                    with FileLock(lock, timeout=0):
                        self._remove(folder)

    def _below(self, suffix: str) -> list[Path]:
        patterns = (f"*/*{suffix}", f"{STAGES}/*/*{suffix}")
        return [path for pattern in patterns for path in self._root.glob(pattern)]

    @contextlib.contextmanager
    def of(self, job: Job, keep: Keep) -> Iterator[Path]:
        """The job's folder, empty, with its lock held.

        Waits for another process that builds the same job. Raises `UsageError` when the path is too
        long for a conda prefix.
        """
        from filelock import FileLock

        folder = job_folder(self._root, job)
        if is_too_long(folder, job.name):
            raise UsageError(
                f"the path of the work folder {str(folder)!r} is too long",
                hint="choose a shorter one with --cache-dir",
            )
        with refusals(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{folder}{LOCK_SUFFIX}"):
                self._remove(folder)
                folder.mkdir()
                try:
                    yield folder
                finally:
                    if keep is Keep.NOTHING:
                        self._remove(folder)
                    elif folder.exists():
                        (folder / KEEP_MARK).touch()

    def stage_of(self, job: Job) -> Path | None:
        """The folder for all packages with the job's stage, empty at first.

        Its path is the same in every run, unless another one is using it. `None` where the path
        would be too long: the package then runs the staging scripts itself.
        """
        key = _stage_of(job)
        base = self._root.joinpath(STAGES, *key)
        with self._turn:
            if key not in self._held and not is_too_long(base / "0", STAGE):
                self._held[key] = self._take(base)
            return self._held[key][0] if key in self._held else None

    def done(self, job: Job) -> None:
        """The job needs it no more; after the last one that could, the folder goes."""
        key = _stage_of(job)
        with self._turn:
            self._users[key] -= 1
            if not self._users[key]:
                self._give_back(key)

    def close(self) -> None:
        """Remove all that are left, and wait for it."""
        for key in [*self._held]:
            self._give_back(key)
        self.remover.shutdown()

    def _give_back(self, key: tuple[str, str]) -> None:
        if key in self._held:
            folder, lock = self._held.pop(key)
            self._remove(folder)
            lock.release()

    def _remove(self, folder: Path) -> None:
        """Nothing is there afterwards, and soon nothing under the name it is moved to."""
        for number in itertools.count():
            aside = folder.with_name(f"{folder.name}-{number}{GONE_SUFFIX}")
            try:
                folder.rename(aside)
            except FileNotFoundError:
                return
            except OSError as e:
                # An earlier one may still be there: it is being removed, or cannot be.
                if e.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise
            else:
                self.remover.submit(remove_tree, aside)
                return

    def _take(self, base: Path) -> tuple[Path, BaseFileLock]:
        from filelock import FileLock, Timeout

        with refusals(base):
            base.parent.mkdir(parents=True, exist_ok=True)
            for number in itertools.count():
                folder = base.with_name(f"{base.name}-{number}")
                # Taken in one thread, given back in another.
                lock = FileLock(f"{folder}{LOCK_SUFFIX}", timeout=0, thread_local=False)
                with contextlib.suppress(Timeout):
                    lock.acquire()
                    break
            self._remove(folder)
            folder.mkdir()
        return folder, lock


def _stage_of(job: Job) -> tuple[str, str]:
    return job.platforms.host.subdir, job.stage
