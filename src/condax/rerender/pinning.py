"""The global pinning: a file, a folder, a package archive, or a version of conda-forge-pinning."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from condax.errors import SystemRefusedError, UsageError, VerificationError
from condax.platforms import NOARCH
from condax.rerender.plan import Pinning
from condax.system.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from rattler import RepoDataRecord

PACKAGE = "conda-forge-pinning"
FILE = "conda_build_config.yaml"
MIGRATIONS = "share/conda-forge/migrations"
MIGRATION_FOLDERS = (MIGRATIONS, "migrations")
"""Below the folder of the variant file: in the package, in its feedstock."""

VERSION = re.compile(r"\d{4}(\.\d+){1,5}")
ARCHIVES = (".conda", ".tar.bz2")


def load_pinning(path: Path) -> Pinning:
    """Read a variant file, a folder that has one, or a package of conda-forge-pinning.

    Raises `UsageError` if there is none.
    """
    if path.name.endswith(ARCHIVES):
        return _from_archive(path)
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        raise UsageError(
            f"there is no pinning {str(path)!r}",
            hint=f"name a {FILE}, a folder that has one, a package or a version of {PACKAGE}",
        )
    folders = [file.parent / name for name in MIGRATION_FOLDERS]
    folder = next((each for each in folders if each.is_dir()), None)
    return Pinning(
        text=file.read_text(encoding="utf-8"),
        name=file.name,
        migrations=None
        if folder is None
        else {
            each.name: each.read_text(encoding="utf-8") for each in sorted(folder.glob("*.y*ml"))
        },
    )


def find_pinning(wanted: str | None, *, channel: str, cache: Path) -> Pinning:
    """What `--pinning` names; without it the newest package in the cache, else the channel's.

    Raises `UsageError` for a name that is no file and no version, `SystemRefusedError` if there is
    no package to be had, and `VerificationError` for one with another sha256 than the channel says.
    """
    if wanted is not None and Path(wanted).exists():
        return load_pinning(Path(wanted))
    if wanted is not None and not VERSION.fullmatch(wanted):
        raise UsageError(
            f"{wanted!r} is no file and no version of {PACKAGE}",
            hint="name a file, or a version such as 2026.08.20.15.37.09",
        )
    return _from_archive(_cached(cache, wanted) or _fetch(wanted, channel, cache))


def _from_archive(path: Path) -> Pinning:
    from condax.audit.unpack import unpack

    members = {name: bytes(each.content).decode() for name, each in unpack(path).items()}
    if FILE not in members:
        raise UsageError(f"{path.name!r} is no package of {PACKAGE}", hint="choose another file")
    return Pinning(
        text=members[FILE],
        name=FILE,
        version=path.name.removeprefix(f"{PACKAGE}-").partition("-")[0],
        migrations={
            Path(name).name: text
            for name, text in sorted(members.items())
            if name.startswith(f"{MIGRATIONS}/")
        },
    )


def _cached(cache: Path, version: str | None) -> Path | None:
    found = [
        path
        for path in cache.glob(f"{PACKAGE}-*")
        if path.name.endswith(ARCHIVES) and (version is None or f"-{version}-" in path.name)
    ]
    return max(found, key=lambda path: path.name, default=None)


def _fetch(version: str | None, channel: str, cache: Path) -> Path:
    import asyncio

    from condax.system.network import Downloader

    found = {str(record.version): record for record in asyncio.run(_records(channel))}
    chosen = found.get(version or max(found, default=""))
    if chosen is None:
        raise SystemRefusedError(
            f"{channel!r} has no {PACKAGE} {version or ''}".rstrip(),
            hint=_version_hint(version, found),
        )
    destination = cache / str(chosen.file_name)
    cache.mkdir(parents=True, exist_ok=True)
    part = destination.with_name(destination.name + ".part")
    Downloader().fetch(str(chosen.url), part)
    if chosen.sha256 is not None and sha256_of(part) != chosen.sha256.hex():
        part.unlink()
        raise VerificationError(
            f"{destination.name!r} has not the sha256 {chosen.sha256.hex()} that {channel!r} says",
            hint="try again later, or name a pinning file with --pinning",
        )
    part.replace(destination)
    return destination


def _version_hint(version: str | None, found: Collection[str]) -> str:
    if not found:
        return "name another channel with --pinning-channel, or a pinning file with --pinning"
    near = difflib.get_close_matches(version or "", found, n=1)
    return f"did you mean {near[0]!r}?" if near else f"the newest is {max(found)!r}"


async def _records(channel: str) -> list[RepoDataRecord]:
    from rattler import Gateway
    from rattler.exceptions import GatewayError

    from condax.build.channels import channel_url

    try:
        answers = await Gateway().query(
            [channel_url(channel)],
            [NOARCH.subdir],  # type: ignore[list-item] # a known subdir
            [PACKAGE],
            recursive=False,
        )
    except GatewayError as e:
        raise SystemRefusedError(
            f"the channel {channel!r} cannot be read: {str(e).splitlines()[0]}",
            hint="name a pinning file with --pinning, or check the network",
        ) from None
    return [record for answer in answers for record in answer]
