"""Fetching files over http(s) and from `file:` URLs, with limits that fit a build.

A host that cannot be reached is asked once per `Downloader`; a download that stands still is given
up; what arrives is as long as the server said, or the fetch fails.
"""

from __future__ import annotations

import contextlib
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Protocol

from condax.errors import SystemRefusedError
from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCK = 1 << 16


class OnProgress(Protocol):
    """Told about a download as it goes on."""

    def __call__(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        """`total_bytes` is `None` where the server does not say."""


def no_progress(name: str, done_bytes: int, total_bytes: int | None) -> None:
    """An `OnProgress` for when nobody watches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long to wait, in seconds."""

    answer: float = 10.0
    """For a connection, and for every piece of data after that."""
    stretch: float = 30.0
    """Length of the stretches of a download that are judged by `slowest`."""
    slowest: int = 1024
    """Bytes a second; a stretch that brings less ends the download."""


PATIENCE = Patience()


class Downloader:
    """Fetches URLs; remembers the hosts that did not answer."""

    def __init__(self, patience: Patience = PATIENCE) -> None:
        """One object serves one command: what is down now may be up for the next."""
        self._patience = patience
        self._down: dict[str, str] = {}

    def fetch(self, url: str, destination: Path, on_progress: OnProgress = no_progress) -> None:
        """Write what `url` serves to `destination`, which is incomplete if this raises.

        Raises `SystemRefusedError` with the reason: host, status, timeout, length or disk.
        """
        with contextlib.closing(self._open(url)) as response:
            length = response.headers.get("Content-Length")
            total = int(length) if length and length.isdecimal() else None
            name = destination.name
            with refusals(destination), destination.open("wb") as stream:
                done = self._copy(url, response, stream, lambda n: on_progress(name, n, total))
        if total is not None and done != total:
            raise _refusal(url, f"the connection ended after {done} of {total} bytes")

    def check(self, url: str) -> None:
        """Ask for `url` without taking what it serves.

        Raises `SystemRefusedError` with the reason if it is not served.
        """
        self._open(url).close()

    def _open(self, url: str) -> http.client.HTTPResponse:
        host = _host_of(url)
        if reason := self._down.get(host):
            raise _refusal(url, f"{reason} (asked before)")
        headers = {"User-Agent": f"condax/{version('condax')}", "Accept": "*/*"}
        try:
            request = urllib.request.Request(url, headers=headers)
            response: http.client.HTTPResponse = urllib.request.urlopen(
                request, timeout=self._patience.answer
            )
        except urllib.error.HTTPError as e:
            e.close()
            raise _refusal(url, f"the server says {e.code} {e.reason}") from None
        except (OSError, http.client.HTTPException, ValueError) as e:
            reason = _why(e)
            if host:
                self._down[host] = reason
            raise _refusal(url, reason) from None
        return response

    def _copy(
        self,
        url: str,
        response: http.client.HTTPResponse,
        stream: IO[bytes],
        told: Callable[[int], None],
    ) -> int:
        done = marked = 0
        mark = time.monotonic()
        told(done)
        while block := _read(url, response):
            stream.write(block)
            done += len(block)
            told(done)
            elapsed = time.monotonic() - mark
            if elapsed > self._patience.stretch:
                if done - marked < self._patience.slowest * elapsed:
                    raise _refusal(url, f"only {done - marked} bytes came in {elapsed:.0f} s")
                mark, marked = time.monotonic(), done
        return done


def _host_of(url: str) -> str:
    """Host and port; empty for a URL that has none."""
    try:
        return urllib.parse.urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _read(url: str, response: http.client.HTTPResponse) -> bytes:
    # `read1` returns what has come instead of waiting for a whole block, so that a trickle shows.
    reader = getattr(response, "read1", response.read)
    try:
        block: bytes = reader(BLOCK)
    except (OSError, http.client.HTTPException) as e:
        raise _refusal(url, _why(e)) from None
    return block


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return _why(error.reason)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error).lower() or type(error).__name__


def _refusal(url: str, reason: str) -> SystemRefusedError:
    return SystemRefusedError(
        f"cannot fetch {url!r}: {reason}",
        hint="check the URL and the network, or name a copy with --source-mirror",
    )
