from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from condax.build.model import Job
from condax.build.options import Keep
from condax.build.workroom import WorkFolders, is_too_long, job_folder
from condax.errors import UsageError
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from collections.abc import Iterator

PLATFORM = get_platform("linux-aarch64")
JOB = Job(
    recipe=Path("recipe.yaml"),
    name="a",
    version="1.0",
    build="h0_0",
    platforms=Platforms(build=PLATFORM, host=PLATFORM, target=PLATFORM),
    variant={},
    config={},
)


@contextmanager
def busy_remover(folders: WorkFolders) -> Iterator[WorkFolders]:
    """Nothing is removed before the end."""
    end = threading.Event()
    folders.remover.submit(end.wait)
    try:
        yield folders
    finally:
        end.set()
        folders.close()


def test_a_work_folder_is_empty_at_first_and_gone_afterwards(tmp_path: Path) -> None:
    job_folder(tmp_path, JOB).mkdir(parents=True)
    (job_folder(tmp_path, JOB) / "old").touch()
    folders = WorkFolders(tmp_path, [])
    with folders.of(JOB, Keep.NOTHING) as folder:
        assert [*folder.iterdir()] == []
        (folder / "made").touch()
    assert not folder.exists()
    folders.close()
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} <= {".lock"}


def test_a_package_does_not_wait_for_the_removal_of_another(tmp_path: Path) -> None:
    with busy_remover(WorkFolders(tmp_path, [])) as folders:
        for name in ("a", "b", "a"):
            with folders.of(replace(JOB, name=name), Keep.NOTHING) as folder:
                (folder / "made").touch()
            assert not folder.exists()
        waiting = [path.parent for path in tmp_path.rglob("made")]
        assert len(waiting) == 3
    assert not any(path.exists() for path in waiting)


def test_a_run_does_not_wait_for_the_removal_of_what_others_left(tmp_path: Path) -> None:
    gone, dead = tmp_path / "linux-aarch64/a.gone", job_folder(tmp_path, JOB)
    for folder in (gone, dead):
        (folder / "made").mkdir(parents=True)
    Path(f"{dead}.lock").touch()
    with busy_remover(WorkFolders(tmp_path, [])) as folders:
        folders.sweep()
        assert not dead.exists()
        assert len([*tmp_path.rglob("made")]) == 2
    assert [*tmp_path.rglob("made")] == []


def test_a_kept_folder_survives_sweeping_but_not_the_next_build(tmp_path: Path) -> None:
    folders = WorkFolders(tmp_path, [])
    with folders.of(JOB, Keep.FOLDER) as folder:
        (folder / "made").touch()
    folders.sweep()
    assert (folder / "made").exists()
    with folders.of(JOB, Keep.NOTHING):
        assert not (folder / "made").exists()
    folders.close()


def test_sweeping_removes_what_nobody_holds(tmp_path: Path) -> None:
    held, dead = job_folder(tmp_path, JOB), job_folder(tmp_path, replace(JOB, name="b"))
    for folder in (held, dead):
        folder.mkdir(parents=True)
        Path(f"{folder}.lock").touch()
    with FileLock(f"{held}.lock"), closing(WorkFolders(tmp_path, [])) as folders:
        folders.sweep()
    assert held.exists()
    assert not dead.exists()


def test_a_path_too_long_for_a_conda_prefix_is_a_usage_error(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="too long") as caught,
        WorkFolders(tmp_path / ("x" * 200), []).of(JOB, Keep.NOTHING),
    ):
        pass
    assert "--cache-dir" in caught.value.hint


def test_the_length_of_a_path_is_that_of_its_bytes() -> None:
    letters = 160
    assert not is_too_long(Path("/" + "a" * letters), "a")
    assert is_too_long(Path("/" + "ä" * letters), "a")


def test_packages_with_the_same_stage_share_a_folder_that_goes_with_the_run(
    tmp_path: Path,
) -> None:
    jobs = [replace(JOB, stage="0123"), replace(JOB, name="b", stage="0123")]
    stages = WorkFolders(tmp_path, jobs)
    one = stages.stage_of(replace(JOB, stage="0123"))
    assert one is not None
    assert stages.stage_of(replace(JOB, name="b", stage="0123")) == one
    assert stages.stage_of(replace(JOB, stage="4567")) != one
    stages.sweep()
    assert one.is_dir()
    stages.done(jobs[0])
    assert one.is_dir()
    stages.done(jobs[1])
    assert not one.exists()
    stages.close()


def test_a_run_does_not_wait_for_the_stage_of_another(tmp_path: Path) -> None:
    job = replace(JOB, stage="0123")
    first, second = WorkFolders(tmp_path, [job]), WorkFolders(tmp_path, [job])
    taken = first.stage_of(job)
    assert taken is not None
    (taken / "made").touch()
    assert second.stage_of(job) != taken
    first.close()
    assert WorkFolders(tmp_path, [job]).stage_of(job) == taken
    assert [*taken.iterdir()] == []
    second.close()


def test_a_path_that_is_too_long_for_a_stage_is_not_taken(tmp_path: Path) -> None:
    root = tmp_path / ("x" * (140 - len(str(tmp_path))))
    assert WorkFolders(root, []).stage_of(replace(JOB, stage="0123456789abcdef")) is None
    assert not root.exists()


def test_stages_of_dead_runs_are_swept(tmp_path: Path) -> None:
    dead = tmp_path / "stages" / PLATFORM.subdir / "0123-0"
    dead.mkdir(parents=True)
    Path(f"{dead}.lock").touch()
    with closing(WorkFolders(tmp_path, [])) as folders:
        folders.sweep()
    assert not dead.exists()
