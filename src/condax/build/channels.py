"""Which packages the channels offer, as far as it has to be known before a solver is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from condax.errors import SystemRefusedError, UsageError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rattler import RepoDataRecord, Version

    from condax.platforms import Platform


def channel_url(channel: str) -> str:
    """The channel as rattler-build takes it: a folder becomes a `file:` URL.

    Raises `UsageError` for a folder that is not there.
    """
    if "://" in channel or channel.startswith("file:"):
        return channel
    path = Path(channel).expanduser()
    if path.is_dir():
        return path.resolve().as_uri()
    if channel.startswith((".", "/", "~")):
        raise UsageError(f"there is no channel folder {channel!r}", hint="check the path")
    return channel


class Offers:
    """Answers whether some channels have a package; folders are read, the network is asked once."""

    def __init__(self, channels: Sequence[str]) -> None:
        """`channels` are names or URLs."""
        self._folders = [folder for each in channels if (folder := channel_folder(each))]
        self._remote = [each for each in channels if not channel_folder(each)]
        self._read: dict[str, frozenset[str]] = {}
        self._asked: dict[tuple[str, str], bool] = {}

    def has(self, name: str, platform: Platform) -> bool:
        """Whether a package of this name can be installed on the platform."""
        return name not in self.missing([name], platform)

    def missing(self, names: Iterable[str], platform: Platform) -> tuple[str, ...]:
        """Those of `names` that no channel has for the platform, sorted."""
        known = self._names(platform.subdir) | self._names(NOARCH.subdir)
        rest = sorted(set(names) - known)
        unasked = [name for name in rest if (name, platform.subdir) not in self._asked]
        if unasked and self._remote:
            import asyncio

            answers = asyncio.run(_query(self._remote, unasked, platform))
            found = {record.name.normalized for record in answers}
            self._asked.update({(n, platform.subdir): n in found for n in unasked})
        return tuple(n for n in rest if not self._asked.get((n, platform.subdir), False))

    def versions(self, name: str, platform: Platform) -> tuple[str, ...]:
        """Every version of a package that can be installed on the platform, oldest first."""
        found = {
            record["version"]
            for folder in self._folders
            for subdir in (platform.subdir, NOARCH.subdir)
            for record in records_in(folder / subdir).values()
            if record["name"] == name
        }
        if self._remote:
            import asyncio

            answers = asyncio.run(_query(self._remote, [name], platform))
            found |= {str(record.version) for record in answers}
        return tuple(sorted(found, key=_version))

    def _names(self, subdir: str) -> frozenset[str]:
        if subdir not in self._read:
            self._read[subdir] = frozenset(
                record["name"]
                for folder in self._folders
                for record in records_in(folder / subdir).values()
            )
        return self._read[subdir]


def records_in(folder: Path) -> dict[str, dict[str, Any]]:
    """File name → record of every package in a channel's folder of one subdir."""
    path = folder / "repodata.json"
    if not path.is_file():
        return {}
    document = json.loads(path.read_text(encoding="utf-8"))
    return {**document.get("packages", {}), **document.get("packages.conda", {})}


def channel_folder(channel: str) -> Path | None:
    """The folder of a `file:` channel; `None` for one on the network."""
    parts = urlsplit(channel)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


async def _query(
    channels: Sequence[str], names: Sequence[str], platform: Platform
) -> list[RepoDataRecord]:
    from rattler import Gateway
    from rattler.exceptions import GatewayError

    subdirs = [platform.subdir, NOARCH.subdir]
    try:
        answers = await Gateway().query(channels, subdirs, names, recursive=False)  # type: ignore[arg-type] # any known subdir
    except GatewayError as e:
        raise SystemRefusedError(
            f"a channel cannot be read: {str(e).splitlines()[0]}",
            hint="check its name and the network",
            where=f"channels: {', '.join(channels)}",
        ) from None
    return [record for answer in answers for record in answer]


def _version(text: str) -> Version:
    from rattler import Version

    return Version(text)
