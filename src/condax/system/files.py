"""Files and folders: whole trees in one step, never a half-written file under its final name."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from condax.errors import SystemRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BLOCK = 1 << 20

TEMPORARY = ".condax-"
"""How names of unfinished files and folders begin."""


@contextlib.contextmanager
def temporary_directory(parent: Path, prefix: str = TEMPORARY) -> Iterator[Path]:
    """A folder inside `parent` (made if missing) that is gone afterwards, whatever happens."""
    with refusals(parent):
        parent.mkdir(parents=True, exist_ok=True)
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield path
    finally:
        remove_tree(path)


@contextlib.contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses about `path` into a `SystemRefusedError`."""
    try:
        yield
    except OSError as e:
        reason = (e.strerror or str(e)).lower()
        named = Path(os.fsdecode(e.filename or path))
        # A name that only condax knows is no help.
        shown = path if named.name.startswith(TEMPORARY) else named
        raise SystemRefusedError(
            f"cannot write {str(shown)!r}: {reason}",
            hint="free space there, or choose another folder that you may write to",
        ) from e


def remove_tree(path: Path) -> None:
    """Remove a folder, also one with read-only folders in it, but for what may not be removed."""
    for folder, names, _ in os.walk(path):
        for name in names:
            below = Path(folder) / name
            # Another process may be removing the same, or another user owns it.
            with contextlib.suppress(OSError):
                if not below.is_symlink():
                    below.chmod(0o755)
    shutil.rmtree(path, ignore_errors=True)


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write UTF-8 text under its final name in one step; folders are made."""
    write_bytes(path, text.encode(), mode=mode)


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write `path` in one step: readers see the old content or the whole new one."""
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def check_writable(path: Path) -> None:
    """Raise what writing `path` would raise, before the work whose result it is to hold."""
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        os.close(handle)
        Path(name).unlink()


def write_tree(root: Path, tree: Mapping[str, str]) -> None:
    """Write every `relative path → text` of `tree` below `root`."""
    for name, text in sorted(tree.items()):
        write_text(root / name, text)


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def link_or_copy(source: Path, destination: Path) -> None:
    """Hard-link where the file system allows it, copy where it does not."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)
