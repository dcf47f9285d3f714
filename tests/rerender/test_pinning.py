"""Where the pinning comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.channel.archive import PackageSpec, write_conda
from condax.channel.index import index_channel
from condax.errors import SystemRefusedError, UsageError
from condax.platforms import NOARCH, platform_names
from condax.rerender import find_pinning, load_pinning

if TYPE_CHECKING:
    from pathlib import Path

KEYS = "python: [3.12]\n"
MIGRATION = "migrator_ts: 1\npython: [3.13]\n"


def publish(channel: Path, version: str) -> None:
    files = channel.parent / version
    migrations = files / "share" / "conda-forge" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "python313.yaml").write_text(MIGRATION)
    (files / "conda_build_config.yaml").write_text(f"# {version}\n{KEYS}")
    folder = channel / NOARCH.subdir
    folder.mkdir(parents=True, exist_ok=True)
    spec = PackageSpec(
        name="conda-forge-pinning", version=version, build="hd8ed1ab_0", subdir=NOARCH
    )
    write_conda(spec, files, folder)
    index_channel(channel, platform_names())


@pytest.fixture
def channel(tmp_path: Path) -> Path:
    publish(tmp_path / "channel", "2026.08.19.10.00.00")
    publish(tmp_path / "channel", "2026.08.20.09.00.00")
    return tmp_path / "channel"


def test_a_variant_file_alone_knows_no_migrations(tmp_path: Path) -> None:
    path = tmp_path / "pins.yaml"
    path.write_text(KEYS)
    pinning = load_pinning(path)
    assert (pinning.text, pinning.name, pinning.migrations) == (KEYS, "pins.yaml", None)


@pytest.mark.parametrize("folder", ["migrations", "share/conda-forge/migrations"])
def test_a_folder_brings_its_migrations(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "a.yaml").write_text(MIGRATION)
    (tmp_path / "conda_build_config.yaml").write_text(KEYS)
    assert load_pinning(tmp_path).migrations == {"a.yaml": MIGRATION}


def test_the_newest_package_of_the_channel_is_fetched_and_kept(
    channel: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    pinning = find_pinning(None, channel=str(channel), cache=cache)
    assert pinning is not None
    assert pinning.version == "2026.08.20.09.00.00"
    assert pinning.text.endswith(KEYS)
    assert pinning.migrations == {"python313.yaml": MIGRATION}
    again = find_pinning(None, channel=str(tmp_path), cache=cache)
    assert again == pinning


def test_a_version_is_fetched(channel: Path, tmp_path: Path) -> None:
    wanted = "2026.08.19.10.00.00"
    pinning = find_pinning(wanted, channel=str(channel), cache=tmp_path / "cache")
    assert pinning is not None
    assert pinning.version == wanted


def test_a_version_that_is_not_to_be_had_is_an_error(channel: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemRefusedError, match=r"has no conda-forge-pinning 2025\.01") as caught:
        find_pinning("2025.01", channel=str(channel), cache=tmp_path / "cache")
    assert caught.value.hint == "the newest is '2026.08.20.09.00.00'"


def test_without_a_channel_there_is_no_pinning(tmp_path: Path) -> None:
    with pytest.raises(SystemRefusedError, match=r"cannot be read|has no conda-forge-pinning"):
        find_pinning(None, channel=str(tmp_path), cache=tmp_path / "cache")


def test_what_is_neither_file_nor_version_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'nightly' is no file and no version"):
        find_pinning("nightly", channel="conda-forge", cache=tmp_path)
    with pytest.raises(UsageError, match="there is no pinning"):
        load_pinning(tmp_path)


def test_another_package_is_no_pinning(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a").write_text("a")
    spec = PackageSpec(name="a", version="1", build="h0_0", subdir=NOARCH)
    archive = write_conda(spec, files, tmp_path)
    with pytest.raises(UsageError, match="is no package of conda-forge-pinning"):
        load_pinning(archive)
