from __future__ import annotations

import http.server
import json
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from condax.build.channels import Offers, channel_url
from condax.errors import SystemRefusedError, UsageError
from condax.platforms import get_platform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MACHINE = get_platform("linux-64")
TARGET = get_platform("linux-aarch64")


def write_index(channel: Path, subdir: str, *names: str) -> None:
    folder = channel / subdir
    folder.mkdir(parents=True, exist_ok=True)
    records = {
        f"{name}-1.0-h0_0.conda": {
            "name": name,
            "version": "1.0",
            "build": "h0_0",
            "build_number": 0,
            "depends": [],
            "subdir": subdir,
        }
        for name in names
    }
    index = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": records}
    (folder / "repodata.json").write_text(json.dumps(index))


@pytest.fixture
def channel(tmp_path: Path) -> Path:
    write_index(tmp_path / "channel", MACHINE.subdir, "make", "cmake")
    write_index(tmp_path / "channel", "noarch", "tzdata")
    return tmp_path / "channel"


@pytest.fixture
def served(channel: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(channel))
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_folder_becomes_a_url(channel: Path) -> None:
    assert channel_url(str(channel)) == channel.as_uri()


@pytest.mark.parametrize("name", ["conda-forge", "https://example.invalid/ch", "file:///ch"])
def test_names_and_urls_stay_as_they_are(name: str) -> None:
    assert channel_url(name) == name


def test_a_folder_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="there is no channel folder"):
        channel_url("./nowhere")


def test_a_folder_offers_what_its_index_names_and_what_is_noarch(channel: Path) -> None:
    offers = Offers([channel.as_uri()])
    assert offers.missing(["make", "tzdata", "ninja"], MACHINE) == ("ninja",)
    assert not offers.has("make", TARGET)


def test_a_folder_without_an_index_offers_nothing(tmp_path: Path) -> None:
    assert Offers([tmp_path.as_uri()]).missing(["make"], MACHINE) == ("make",)


@pytest.mark.integration
def test_a_channel_on_the_network_is_asked(served: str) -> None:
    offers = Offers([served])
    assert offers.missing(["make", "tzdata", "ninja"], MACHINE) == ("ninja",)
    assert offers.has("cmake", MACHINE)


@pytest.mark.integration
def test_a_channel_that_does_not_answer_is_refused() -> None:
    with pytest.raises(SystemRefusedError, match="a channel cannot be read") as caught:
        Offers(["http://127.0.0.1:9/channel"]).has("make", MACHINE)
    assert caught.value.where == "channels: http://127.0.0.1:9/channel"
