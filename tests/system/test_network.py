from __future__ import annotations

import http.server
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from condax.errors import SystemRefusedError
from condax.system.network import Downloader, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BODY = b"source" * 30_000


class Handler(http.server.BaseHTTPRequestHandler):
    requests: list[str]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        getattr(self, self.path.strip("/"))()

    def whole(self) -> None:
        self.start(len(BODY))
        self.wfile.write(BODY)

    def without_length(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(BODY)

    def truncated(self) -> None:
        self.start(len(BODY))
        self.wfile.write(BODY[:100])

    def moved(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/whole")
        self.end_headers()

    def missing(self) -> None:
        self.send_error(404)

    def silent(self) -> None:
        time.sleep(1)

    def stuck(self) -> None:
        self.start(len(BODY))
        self.wfile.write(BODY[:100])
        self.wfile.flush()
        time.sleep(1)

    def trickle(self) -> None:
        self.start(len(BODY))
        for start in range(50):
            self.wfile.write(BODY[start : start + 1])
            self.wfile.flush()
            time.sleep(0.02)

    def start(self, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are what is tested."""


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """Base URL of a server, and the paths that it was asked for."""
    requests: list[str] = []
    handler = type("Recording", (Handler,), {"requests": requests})
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", requests
        server.shutdown()
        thread.join()


@pytest.fixture
def dead_url() -> str:
    """A URL of this machine where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/file.tar.gz"


Site = tuple[str, list[str]]


def refusal(call: Callable[[], None]) -> str:
    with pytest.raises(SystemRefusedError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("path", ["whole", "without_length", "moved"])
def test_what_the_server_sends_is_written(site: Site, tmp_path: Path, path: str) -> None:
    Downloader().fetch(f"{site[0]}/{path}", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == BODY


def test_a_file_url_is_copied(tmp_path: Path) -> None:
    (tmp_path / "here").write_bytes(BODY)
    Downloader().fetch((tmp_path / "here").as_uri(), tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == BODY


def test_progress_ends_with_all_bytes(site: Site, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    Downloader().fetch(f"{site[0]}/whole", tmp_path / "file", lambda *args: told.append(args))
    assert told[0] == ("file", 0, len(BODY))
    assert told[-1] == ("file", len(BODY), len(BODY))


def test_progress_has_no_total_where_the_server_does_not_say(site: Site, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    url = f"{site[0]}/without_length"
    Downloader().fetch(url, tmp_path / "file", lambda *args: told.append(args))
    assert told[-1] == ("file", len(BODY), None)


def test_a_truncated_download_is_refused(site: Site, tmp_path: Path) -> None:
    message = refusal(lambda: Downloader().fetch(f"{site[0]}/truncated", tmp_path / "file"))
    assert "the connection ended after 100 of 180000 bytes" in message


def test_a_status_is_named(site: Site, tmp_path: Path) -> None:
    message = refusal(lambda: Downloader().fetch(f"{site[0]}/missing", tmp_path / "file"))
    assert message == f"cannot fetch '{site[0]}/missing': the server says 404 Not Found"


@pytest.mark.parametrize("path", ["silent", "stuck"])
def test_a_server_that_does_not_go_on_is_given_up(site: Site, tmp_path: Path, path: str) -> None:
    downloader = Downloader(Patience(answer=0.2))
    message = refusal(lambda: downloader.fetch(f"{site[0]}/{path}", tmp_path / "file"))
    assert message.endswith("no answer in time")


def test_a_trickle_is_given_up(site: Site, tmp_path: Path) -> None:
    downloader = Downloader(Patience(stretch=0.2))
    message = refusal(lambda: downloader.fetch(f"{site[0]}/trickle", tmp_path / "file"))
    assert "bytes came in" in message


def test_a_dead_host_is_asked_once(dead_url: str, tmp_path: Path) -> None:
    downloader = Downloader()
    first = refusal(lambda: downloader.fetch(dead_url, tmp_path / "file"))
    second = refusal(lambda: downloader.fetch(f"{dead_url}.sig", tmp_path / "file"))
    assert first.endswith("connection refused")
    assert second.endswith("connection refused (asked before)")


def test_a_host_that_answers_with_an_error_is_asked_again(site: Site, tmp_path: Path) -> None:
    downloader = Downloader()
    refusal(lambda: downloader.fetch(f"{site[0]}/missing", tmp_path / "file"))
    downloader.fetch(f"{site[0]}/whole", tmp_path / "file")
    assert site[1] == ["/missing", "/whole"]


@pytest.mark.parametrize("url", ["gopher://example.invalid/x", "no scheme", "http://[broken/x"])
def test_a_url_that_cannot_be_opened_is_named(tmp_path: Path, url: str) -> None:
    message = refusal(lambda: Downloader().fetch(url, tmp_path / "file"))
    assert message.startswith(f"cannot fetch {url!r}: ")


def test_a_folder_that_cannot_be_written_is_not_taken_for_the_network(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "file").mkdir()
    message = refusal(lambda: Downloader().fetch(f"{site[0]}/whole", tmp_path / "file"))
    assert message.startswith("cannot write ")
