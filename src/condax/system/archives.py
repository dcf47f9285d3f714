"""Unpacking source archives without ever writing outside of the folder.

Refused, before anything of the archive is kept: names that are absolute or climb with `..`,
members below a symbolic link, links that lead out, devices and pipes (the rules of PEP 706's
`data` filter, and stricter for links). Times are kept, because `make` goes by them; owners are not.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tarfile
import zipfile
import zlib
from datetime import datetime
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import zstandard

from condax.errors import VerificationError
from condax.system.files import refusals, temporary_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    ZipTime = tuple[int, int, int, int, int, int]

TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst")
ZIP_SUFFIX = ".zip"
ZIP_UNIX = 3
"""`create_system` of zip members that carry Unix modes (APPNOTE 4.4.2)."""


def can_extract(name: str) -> bool:
    """Whether `extract` knows the kind of archive that a file name says."""
    return name.endswith((*TAR_SUFFIXES, ZIP_SUFFIX))


def extract(archive: Path, destination: Path) -> str:
    """Unpack to `destination`, complete or not at all; a single top folder is left out.

    The answer is the name of that folder, or `""` where there is none.
    `destination` must not exist. Raises `VerificationError` naming the member for an archive that
    tries to escape, and for one that is damaged.
    """
    with temporary_directory(destination.parent) as work:
        root = work / "tree"
        with refusals(destination), _damage(archive):
            root.mkdir()
            if archive.name.endswith(ZIP_SUFFIX):
                _extract_zip(archive, root)
            else:
                _extract_tar(archive, root)
            top = _top_folder(root)
            top.rename(destination)
            return "" if top == root else top.name


def _top_folder(root: Path) -> Path:
    entries = list(root.iterdir())
    if len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink():
        return entries[0]
    return root


def _extract_tar(archive: Path, root: Path) -> None:
    guard = _Guard(archive)
    with contextlib.ExitStack() as stack:
        if archive.name.endswith(".zst"):
            stream = stack.enter_context(archive.open("rb"))
            reader = stack.enter_context(zstandard.ZstdDecompressor().stream_reader(stream))
            tar = stack.enter_context(tarfile.open(fileobj=reader, mode="r|"))
        else:
            tar = stack.enter_context(tarfile.open(archive))
        if hasattr(tarfile, "fully_trusted_filter"):
            # The rules are `_Guard`'s, which are the same on every Python.
            tar.extraction_filter = tarfile.fully_trusted_filter
        tar.extractall(root, members=_checked(tar, guard))
    guard.check_links(root)


def _checked(tar: tarfile.TarFile, guard: _Guard) -> Iterator[tarfile.TarInfo]:
    for member in tar:
        if member.issym():
            guard.check_symlink(member.name, member.linkname)
        elif member.islnk():
            guard.check_name(member.name)
            guard.check_name(member.linkname)
        elif member.isfile() or member.isdir():
            guard.check_name(member.name)
        else:
            raise guard.refusal(member.name, "is a device or a pipe")
        own = stat.S_IRWXU if member.isdir() else stat.S_IRUSR | stat.S_IWUSR
        member.mode = member.mode & 0o777 | own
        member.uid, member.gid = os.geteuid(), os.getegid()
        member.uname = member.gname = ""
        yield member


def _extract_zip(archive: Path, root: Path) -> None:
    guard = _Guard(archive)
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            mode = member.external_attr >> 16 if member.create_system == ZIP_UNIX else 0
            if stat.S_ISLNK(mode):
                target = opened.read(member).decode()
                guard.check_symlink(member.filename, target)
                link = root / member.filename
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(target)
            else:
                guard.check_name(member.filename)
                path = Path(opened.extract(member, root))
                if not member.is_dir():
                    _set_attributes(path, mode, member.date_time)
    guard.check_links(root)


def _set_attributes(path: Path, mode: int, when: ZipTime) -> None:
    path.chmod(mode & 0o777 | stat.S_IRUSR | stat.S_IWUSR if mode else 0o644)
    with contextlib.suppress(ValueError, OverflowError):
        seconds = datetime(*when).timestamp()
        os.utime(path, (seconds, seconds))


class _Guard:
    """Knows the links of an archive so far, and refuses what would lead out of its folder."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._links: set[PurePosixPath] = set()

    def check_name(self, name: str) -> None:
        path = PurePosixPath(name)
        if path.is_absolute():
            raise self.refusal(name, "has an absolute path")
        if ".." in path.parts:
            raise self.refusal(name, "climbs out with '..'")
        if path in self._links or not self._links.isdisjoint(path.parents):
            raise self.refusal(name, "would be written through a symbolic link")

    def check_symlink(self, name: str, target: str) -> None:
        self.check_name(name)
        if PurePosixPath(target).is_absolute() or _climbs(PurePosixPath(name).parent, target):
            raise self.refusal(name, f"is a link to {target!r}, which leads out")
        self._links.add(PurePosixPath(name))

    def check_links(self, root: Path) -> None:
        """A chain of links can lead out although every single one looks harmless."""
        base = root.resolve()
        for link in sorted(self._links):
            if not (root / link).resolve().is_relative_to(base):
                raise self.refusal(str(link), "leads out through other links")

    def refusal(self, name: str, reason: str) -> VerificationError:
        return VerificationError(
            f"the archive {self._archive.name!r} is refused: its member {name!r} {reason}",
            hint="do not use this archive; tell whoever made it",
            where=str(self._archive),
        )


def _climbs(folder: PurePosixPath, target: str) -> bool:
    depth = len(folder.parts)
    for part in PurePosixPath(target).parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


@contextlib.contextmanager
def _damage(archive: Path) -> Iterator[None]:
    """Errors of the formats; gzip and bzip2 raise `OSError` without a number for theirs."""
    errors = (tarfile.TarError, zipfile.BadZipFile, zlib.error, LZMAError, zstandard.ZstdError)
    try:
        yield
    except (*errors, EOFError, UnicodeDecodeError, OSError) as e:
        if isinstance(e, OSError) and e.errno is not None:
            raise
        raise VerificationError(
            f"the archive {archive.name!r} cannot be unpacked: {_reason(e)}",
            hint="check that the file is the archive its name says",
            where=str(archive),
        ) from e


def _reason(error: Exception) -> str:
    """The first line: tarfile adds what each of its readers says."""
    return str(error).lower().partition("\n")[0].rstrip(":")
