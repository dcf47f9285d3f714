"""Files with known digests, a server for them, and a port where nobody listens."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import os
import socket
import tarfile
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, AnyStr

import pytest

from condax.sources import Source, SourceOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from _typeshed import SupportsRead, SupportsWrite


@dataclass(frozen=True, kw_only=True)
class Tarball:
    """An archive on disk, `foo-1.0.tar.gz` with one file in it."""

    path: Path
    sha256: str

    def source(self, *urls: str) -> Source:
        return Source(urls=urls, sha256=self.sha256)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A web server on this machine."""

    root: Path
    url: str
    requests: list[str]
    """Paths it was asked for."""


class Handler(http.server.SimpleHTTPRequestHandler):
    requests: list[str]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        if self.path.endswith("?slow"):
            time.sleep(0.5)
        super().do_GET()

    def copyfile(self, source: SupportsRead[AnyStr], outputfile: SupportsWrite[AnyStr]) -> None:
        with contextlib.suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def tarball(tmp_path: Path) -> Tarball:
    tree = tmp_path / "tree" / "foo-1.0"
    tree.mkdir(parents=True)
    (tree / "hello.txt").write_text("hello\n")
    path = tmp_path / "made" / "foo-1.0.tar.gz"
    path.parent.mkdir()
    with tarfile.open(path, "w:gz") as tar:
        tar.add(tree, "foo-1.0")
    return Tarball(path=path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    root = tmp_path / "site"
    root.mkdir()
    requests: list[str] = []
    handler = functools.partial(
        type("Recording", (Handler,), {"requests": requests}), directory=str(root)
    )
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        yield Site(root=root, url=url, requests=requests)
        server.shutdown()
        thread.join()


@pytest.fixture
def dead_url() -> str:
    """A URL of this machine where nothing listens, without a file name."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def apt(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Environment in which apt's sources list has the given text, and nothing else."""

    def configure(text: str) -> dict[str, str]:
        folder = tmp_path / "apt"
        folder.mkdir(exist_ok=True)
        (folder / "sources.list").write_text(text)
        (folder / "apt.conf").write_text(
            f'Dir::Etc::SourceList "{folder}/sources.list";\nDir::Etc::SourceParts "/dev/null";\n'
        )
        return {**os.environ, "APT_CONFIG": str(folder / "apt.conf")}

    return configure


@pytest.fixture
def options(
    tmp_path: Path, dead_url: str, apt: Callable[[str], dict[str, str]]
) -> Callable[..., SourceOptions]:
    """Options whose pip and apt have nothing: no index that answers, no sources list."""
    env = apt("") | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": dead_url,
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
    }

    def make(*mirrors: str | Path, offline: bool = False, **more: str) -> SourceOptions:
        return SourceOptions(
            cache=tmp_path / "cache",
            mirrors=tuple(str(mirror) for mirror in mirrors),
            offline=offline,
            env=env | more,
        )

    return make
