"""`Tree`: the files of a prefix folder or of a finished package, read and never run."""

from __future__ import annotations

import fnmatch
import os
from typing import TYPE_CHECKING, Protocol

from condax.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from condax.audit.artifact import Artifact


class Tree(Protocol):
    """File names are relative to the prefix, with `/`."""

    @property
    def label(self) -> str:
        """What messages call it."""

    def find(self, pattern: str) -> tuple[str, ...]:
        """Names that match a shell pattern whose `*` stops at `/`, sorted."""

    def has(self, name: str) -> bool:
        """Whether there is a file or folder of this name, links followed."""

    def read(self, name: str) -> bytes:
        """Content of a file that is there, links followed."""


class FolderTree:
    """A prefix on disk. Absolute links are read as if the prefix's own recorded one were here."""

    def __init__(self, root: Path) -> None:
        """`root` is the prefix, e.g. a conda environment or `sysroot/usr`."""
        self._root = root

    @property
    def label(self) -> str:
        """The folder."""
        return str(self._root)

    def find(self, pattern: str) -> tuple[str, ...]:
        """As `Tree.find`."""
        found = (path.relative_to(self._root).as_posix() for path in self._root.glob(pattern))
        return tuple(sorted(found))

    def has(self, name: str) -> bool:
        """As `Tree.has`."""
        return os.path.lexists(self._root / name)

    def read(self, name: str) -> bytes:
        """As `Tree.read`."""
        return (self._root / name).read_bytes()


class ArtifactTree:
    """A finished conda package."""

    def __init__(self, artifact: Artifact) -> None:
        """`artifact` is kept open."""
        self._artifact = artifact
        folders: set[str] = set()
        for name in artifact.files:
            while "/" in name:
                name = name.rpartition("/")[0]
                folders.add(name)
        self._names: Mapping[str, None] = dict.fromkeys(sorted({*artifact.files, *folders}))

    @property
    def label(self) -> str:
        """The file."""
        return str(self._artifact.path)

    def find(self, pattern: str) -> tuple[str, ...]:
        """As `Tree.find`."""
        parts = pattern.count("/")
        return tuple(
            name for name in fnmatch.filter(self._names, pattern) if name.count("/") == parts
        )

    def has(self, name: str) -> bool:
        """As `Tree.has`."""
        return name in self._names

    def read(self, name: str) -> bytes:
        """As `Tree.read`."""
        file = self._artifact.files[name]
        if file.link_target is not None:
            return self.read(os.path.normpath(f"{name}/../{file.link_target}"))
        return bytes(file.content)


def open_tree(path: Path) -> Tree:
    """A folder or a `.conda`/`.tar.bz2`; raises `UsageError` if there is neither."""
    if path.is_dir():
        return FolderTree(path)
    if not path.is_file():
        raise UsageError(
            f"there is no prefix or package {str(path)!r}",
            hint="name a folder such as an environment, or a .conda file",
        )
    from condax.audit.artifact import load_artifact

    return ArtifactTree(load_artifact(path))
