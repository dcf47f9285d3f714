"""Reading a package archive without ever creating a file that it names.

Members are streamed into one anonymous temporary file, so nothing in an archive can reach outside
of it; an archive that tries (`../x`, `/x`, a file below a link, a hard link to elsewhere) is
refused all the same, because conda would unpack it.
"""

from __future__ import annotations

import mmap
import tempfile  # noqa: TID251 - an anonymous file has no name that needs cleaning up
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from condax.errors import UsageError, VerificationError
from condax.system.files import refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rattler.package_streaming import ArchiveEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One file or link of an archive."""

    content: memoryview
    """Empty for symbolic links; hard links share the content of their target."""
    link_target: str | None = None
    """What a symbolic link says, `None` for files."""


def unpack(path: Path) -> Mapping[str, Member]:
    """Every file and link below `info/` and the payload, sorted by normalised name.

    Raises `UsageError` when there is no such file, `VerificationError` when it is no package
    archive, is damaged, or tries to escape.
    """
    if not path.is_file():
        raise UsageError(f"there is no artifact {str(path)!r}", hint="check the path")
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    # A thread of its own, because the caller may run inside an event loop.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, _unpack(path)).result()


async def _unpack(path: Path) -> Mapping[str, Member]:
    from rattler.package_streaming import PackageArchive

    spool = _Spool(path)
    with tempfile.TemporaryFile() as stream:
        try:
            archive = await PackageArchive.from_path(path)
            async for entry in archive.stream("info"):
                await spool.add(entry, stream)
            async for entry in archive.stream("pkg"):
                await spool.add(entry, stream)
        except OSError as e:
            raise refusal(path, str(e)) from e
        return spool.members(stream)


def refusal(path: Path, reason: str) -> VerificationError:
    """The exception for an archive that cannot be a package."""
    return VerificationError(
        f"{path.name!r} is not a usable conda package: {reason}",
        hint="delete it, then build or download it again",
        where=str(path),
    )


class _Spool:
    """Places of the members in the temporary file, while it is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[str, tuple[int, int]] = {}
        self.links: dict[str, str] = {}
        self.end = 0

    async def add(self, entry: ArchiveEntry, stream: IO[bytes]) -> None:
        name = str(PurePosixPath(entry.name))
        self.refuse_redirection(name)
        if entry.is_symlink:
            self.links[name] = entry.link_target or ""
        elif entry.is_hardlink:
            self.places[name] = self.place_of(name, entry.link_target or "")
        elif entry.is_file:
            content = await entry.read()
            with refusals(Path(tempfile.gettempdir())):
                stream.write(content)
            self.places[name] = (self.end, len(content))
            self.end += len(content)

    def refuse_redirection(self, name: str) -> None:
        if name in self.places or name in self.links:
            raise refusal(self.path, f"it holds {name!r} twice")
        for parent in PurePosixPath(name).parents:
            if str(parent) in self.links:
                raise refusal(self.path, f"{name!r} would be written through the link {parent}")

    def place_of(self, name: str, target: str) -> tuple[int, int]:
        place = self.places.get(str(PurePosixPath(target)))
        if place is None:
            raise refusal(self.path, f"{name!r} is a hard link to {target!r}, which is not in it")
        return place

    def members(self, stream: IO[bytes]) -> Mapping[str, Member]:
        with refusals(Path(tempfile.gettempdir())):
            stream.write(b"\0")  # An empty file cannot be mapped.
            stream.flush()
        content = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        files = {
            name: Member(content=content[start : start + size])
            for name, (start, size) in self.places.items()
        }
        nothing = content[:0]
        links = {
            name: Member(content=nothing, link_target=target) for name, target in self.links.items()
        }
        return dict(sorted((files | links).items()))
