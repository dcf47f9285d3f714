"""`condax rerender` with the pinning of a channel on this machine."""

from __future__ import annotations

import http.server
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from condax.channel.archive import PackageSpec, write_conda
from condax.channel.index import index_channel
from condax.cli.main import main
from condax.platforms import NOARCH, platform_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, SECOND = "2026.08.19.10.00.00", "2026.08.20.09.00.00"


@dataclass
class Channel:
    """A channel in conda's layout, behind a server that can be turned off."""

    folder: Path
    server: http.server.ThreadingHTTPServer
    thread: threading.Thread

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("RATTLER_CACHE_DIR", str(tmp_path / "rattler"))
    folder = tmp_path / "channel"
    (folder / NOARCH.subdir).mkdir(parents=True)
    for version, zlib in ((FIRST, 1), (SECOND, 2)):
        files = tmp_path / version
        files.mkdir()
        (files / "conda_build_config.yaml").write_text(f"zlib:\n  - {zlib}\n")
        spec = PackageSpec(name="conda-forge-pinning", version=version, build="0", subdir=NOARCH)
        write_conda(spec, files, folder / NOARCH.subdir)
    index_channel(folder, platform_names())
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    served = Channel(folder, server, thread)
    yield served
    if thread.is_alive():
        served.stop()


@pytest.fixture
def feedstock(tmp_path: Path) -> Path:
    folder = tmp_path / "tool-feedstock"
    (folder / "recipe").mkdir(parents=True)
    (folder / "conda-forge.yml").write_text("conda_build_tool: rattler-build\n")
    recipe = 'package: {name: tool, version: "1"}\nrequirements: {host: [zlib]}\n'
    (folder / "recipe" / "recipe.yaml").write_text(recipe)
    return folder


def run(feedstock: Path, channel: Channel, *argv: str) -> int:
    return main(["rerender", str(feedstock), "--pinning-channel", channel.url, *argv])


def zlib_of(feedstock: Path) -> str:
    text = (feedstock / ".ci_support" / "linux_64_.yaml").read_text()
    return text.partition("zlib:\n- ")[2].splitlines()[0]


def test_the_newest_pinning_is_fetched_and_serves_without_network(
    feedstock: Path, channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(feedstock, channel) == 0
    assert zlib_of(feedstock) == "'2'"
    channel.stop()
    capsys.readouterr()
    assert run(feedstock, channel, "--check") == 0
    assert capsys.readouterr().err == ""
    assert run(feedstock, channel, "--check", "--pinning", SECOND) == 0
    assert run(feedstock, channel, "--pinning", FIRST) == 9
    said = capsys.readouterr().err
    assert f"the channel {channel.url!r} cannot be read" in said
    assert "--pinning" in said


def test_another_version_is_fetched(
    feedstock: Path, channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(feedstock, channel, "--pinning", FIRST) == 0
    assert zlib_of(feedstock) == "'1'"
    capsys.readouterr()
    assert run(feedstock, channel, "--pinning", "2026.08.20.09.00.01") == 9
    assert f"did you mean {SECOND!r}?" in capsys.readouterr().err


def test_a_package_with_another_checksum_is_refused(
    feedstock: Path, channel: Channel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [package] = (channel.folder / NOARCH.subdir).glob(f"*-{SECOND}-*")
    content = package.read_bytes()
    package.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert run(feedstock, channel) == 8
    assert f"{package.name!r} has not the sha256" in capsys.readouterr().err
    assert list((tmp_path / "cache").rglob("conda-forge-pinning*")) == []
    assert not (feedstock / ".ci_support").exists()
    package.write_bytes(content)
    assert run(feedstock, channel) == 0


def test_without_the_channel_the_own_variant_files_count(
    feedstock: Path, channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    channel.stop()
    (feedstock / "recipe" / "variants.yaml").write_text("zlib: [3]\n")
    assert run(feedstock, channel) == 0
    assert "warning: no pinning to be had" in capsys.readouterr().err
    assert zlib_of(feedstock) == "3"
