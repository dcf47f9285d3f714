"""Work folders: one per job, held by one process at a time, gone when nobody holds them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from condax.build.options import Keep
from condax.errors import UsageError
from condax.system.files import refusals, remove_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from condax.build.model import Job

LOCK_SUFFIX, KEEP_MARK = ".lock", "keep"

LONGEST_FOLDER = 200
"""Conda's host prefix has 255 bytes, of which the work folder leaves some to fill up."""


def job_folder(root: Path, job: Job) -> Path:
    """The same for every build of the job, because compilers write paths into what they make."""
    return root / job.subdir / job.stem


@contextlib.contextmanager
def work_folder(root: Path, job: Job, keep: Keep) -> Iterator[Path]:
    """The job's folder, empty, with its lock held.

    Waits for another process that builds the same job. Raises `UsageError` when the path is too
    long for a conda prefix.
    """
    from filelock import FileLock

    folder = job_folder(root, job)
    if len(str(folder / "out" / "bld" / f"rattler-build_{job.name}")) > LONGEST_FOLDER:
        raise UsageError(
            f"the path of the work folder {str(folder)!r} is too long",
            hint="choose a shorter one with --cache-dir",
        )
    with refusals(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}{LOCK_SUFFIX}"):
            remove_tree(folder)
            folder.mkdir()
            try:
                yield folder
            finally:
                if keep is Keep.NOTHING:
                    remove_tree(folder)
                elif folder.exists():
                    (folder / KEEP_MARK).touch()


def sweep(root: Path) -> None:
    """Remove the folders of processes that died; kept ones stay."""
    from filelock import FileLock, Timeout

    for lock in root.glob(f"*/*{LOCK_SUFFIX}"):
        folder = lock.with_name(lock.name.removesuffix(LOCK_SUFFIX))
        if folder.exists() and not (folder / KEEP_MARK).exists():
            with contextlib.suppress(Timeout), FileLock(lock, timeout=0):
                remove_tree(folder)
