from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from condax.build.model import Job
from condax.build.options import Keep
from condax.build.workroom import WorkFolders, job_folder, sweep
from condax.errors import UsageError
from condax.platforms import Platforms, get_platform

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
    folders = WorkFolders(tmp_path, [])
    for name in ("a", "b", "a"):
        with folders.of(replace(JOB, name=name), Keep.NOTHING) as folder:
            (folder / "made").touch()
    # An earlier one that is still there is no hindrance.
    gone = folder.with_name(f"{folder.name}.gone")
    folders.close()
    assert not gone.exists()
    (gone / "made").mkdir(parents=True)
    again = WorkFolders(tmp_path, [])
    with again.of(JOB, Keep.NOTHING) as folder:
        (folder / "made").touch()
    assert not folder.exists()
    again.close()
    sweep(tmp_path)
    assert not gone.exists()


def test_a_kept_folder_survives_sweeping_but_not_the_next_build(tmp_path: Path) -> None:
    folders = WorkFolders(tmp_path, [])
    with folders.of(JOB, Keep.FOLDER) as folder:
        (folder / "made").touch()
    sweep(tmp_path)
    assert (folder / "made").exists()
    with folders.of(JOB, Keep.NOTHING):
        assert not (folder / "made").exists()
    folders.close()


def test_sweeping_removes_what_nobody_holds(tmp_path: Path) -> None:
    held, dead = job_folder(tmp_path, JOB), job_folder(tmp_path, replace(JOB, name="b"))
    for folder in (held, dead):
        folder.mkdir(parents=True)
        Path(f"{folder}.lock").touch()
    with FileLock(f"{held}.lock"):
        sweep(tmp_path)
    assert held.exists()
    assert not dead.exists()


def test_a_path_too_long_for_a_conda_prefix_is_a_usage_error(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="too long") as caught,
        WorkFolders(tmp_path / ("x" * 200), []).of(JOB, Keep.NOTHING),
    ):
        pass
    assert "--cache-dir" in caught.value.hint


def test_packages_with_the_same_stage_share_a_folder_that_goes_with_the_run(
    tmp_path: Path,
) -> None:
    jobs = [replace(JOB, stage="0123"), replace(JOB, name="b", stage="0123")]
    stages = WorkFolders(tmp_path, jobs)
    one = stages.stage_of(replace(JOB, stage="0123"))
    assert one is not None
    assert stages.stage_of(replace(JOB, name="b", stage="0123")) == one
    assert stages.stage_of(replace(JOB, stage="4567")) != one
    sweep(tmp_path)
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
    sweep(tmp_path)
    assert not dead.exists()
