from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rattler_build

from condax.build.model import Job
from condax.build.output import OutputChannel
from condax.errors import SystemRefusedError, VerificationError
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

PLATFORM = get_platform("linux-aarch64")


def job(name: str) -> Job:
    return Job(
        recipe=Path("recipe.yaml"),
        name=name,
        version="1.0",
        build="h0_0",
        platforms=Platforms(build=PLATFORM, host=PLATFORM, target=PLATFORM),
        variant={},
        config={},
    )


def archive(folder: Path, name: str, content: str = "x") -> Path:
    files = folder / f"files-{name}"
    files.mkdir(parents=True, exist_ok=True)
    (files / "file").write_text(content)
    made = rattler_build.assemble_package(
        name, "1.0", PLATFORM.subdir, "h0_0", folder, files_dir=files
    )
    return Path(made.path)


@pytest.fixture
def channel(tmp_path: Path) -> OutputChannel:
    made = OutputChannel(tmp_path / "output")
    made.prepare()
    return made


def test_a_published_archive_is_there_and_named(
    channel: OutputChannel, tmp_path: Path, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    assert not channel.has(job("a"))
    place = channel.publish(archive(tmp_path, "a"), PLATFORM.subdir)
    assert place == channel.archive_of(job("a"))
    assert channel.has(job("a"))
    assert [*index_of(channel.folder, PLATFORM.subdir)] == ["a-1.0-h0_0.conda"]


def test_an_archive_published_again_is_named_with_its_own_digest(
    channel: OutputChannel, tmp_path: Path, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    digests = []
    for content in ("one", "two"):
        channel.publish(archive(tmp_path, "a", content), PLATFORM.subdir)
        digests.append(index_of(channel.folder, PLATFORM.subdir)["a-1.0-h0_0.conda"]["sha256"])
    assert digests[0] != digests[1]


def test_an_archive_that_was_moved_in_but_not_named_is_named_by_the_next_run(
    channel: OutputChannel, tmp_path: Path
) -> None:
    channel.publish(archive(tmp_path, "a"), PLATFORM.subdir)
    shutil.move(archive(tmp_path, "b"), channel.folder / PLATFORM.subdir)
    assert not channel.has(job("b"))
    channel.prepare()
    assert channel.has(job("b"))


def test_archives_that_somebody_copied_there_are_taken_in(tmp_path: Path) -> None:
    channel = OutputChannel(tmp_path / "output")
    (channel.folder / PLATFORM.subdir).mkdir(parents=True)
    channel.take_in()
    assert [path.name for path in channel.folder.rglob("*")] == [PLATFORM.subdir]
    shutil.copy(archive(tmp_path, "a"), channel.folder / PLATFORM.subdir)
    channel.take_in()
    assert channel.has(job("a"))


def test_other_folders_in_the_output_folder_are_left_alone(channel: OutputChannel) -> None:
    (channel.folder / "my-sources").mkdir()
    channel.prepare()
    assert [*(channel.folder / "my-sources").iterdir()] == []


def test_an_archive_that_is_gone_or_cut_off_is_not_there(
    channel: OutputChannel, tmp_path: Path, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    channel.publish(archive(tmp_path, "a"), PLATFORM.subdir)
    place = channel.publish(archive(tmp_path, "b"), PLATFORM.subdir)
    with place.open("r+b") as stream:
        stream.truncate(100)
    channel.archive_of(job("a")).unlink()
    assert not channel.has(job("a"))
    assert not channel.has(job("b"))
    place.unlink()
    channel.prepare()
    assert index_of(channel.folder, PLATFORM.subdir) == {}


def test_half_an_archive_that_someone_else_put_there_is_refused(channel: OutputChannel) -> None:
    folder = channel.folder / PLATFORM.subdir
    folder.mkdir()
    (folder / "half-1.0-h0_0.conda").write_bytes(b"PK\x03\x04")
    with pytest.raises(VerificationError, match=r"half-1\.0-h0_0"):
        channel.prepare()


def test_an_index_that_is_damaged_is_written_anew(
    channel: OutputChannel, tmp_path: Path, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    channel.publish(archive(tmp_path, "a"), PLATFORM.subdir)
    (channel.folder / PLATFORM.subdir / "repodata.json").write_text("{")
    assert not channel.has(job("a"))
    channel.prepare()
    assert [*index_of(channel.folder, PLATFORM.subdir)] == ["a-1.0-h0_0.conda"]


def test_a_rejected_archive_is_not_named(
    channel: OutputChannel, tmp_path: Path, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    place = channel.reject(archive(tmp_path, "a"), PLATFORM.subdir)
    assert place == channel.folder / "broken" / PLATFORM.subdir / "a-1.0-h0_0.conda"
    channel.prepare()
    assert not (channel.folder / PLATFORM.subdir).exists()
    assert index_of(channel.folder, "noarch") == {}


def test_staging_folders_of_the_dead_go_and_those_of_the_living_stay(
    channel: OutputChannel,
) -> None:
    dead = channel.folder / ".condax" / "run-1-dead"
    dead.mkdir()
    dead.with_name("run-1-dead.lock").touch()
    with channel.staging() as alive:
        assert not dead.exists()
        with OutputChannel(channel.folder).staging() as other:
            assert alive.is_dir()
            assert other != alive
    assert [path.name for path in (channel.folder / ".condax").iterdir()] == ["channel.lock"]


def test_a_channel_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemRefusedError, match="cannot write"):
        OutputChannel(tmp_path / "file" / "output").prepare()
