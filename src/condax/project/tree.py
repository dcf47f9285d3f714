"""A source tree as detectors see it: names of files, and texts read at most once."""

from __future__ import annotations

import fnmatch
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from condax.errors import SystemRefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_TEXT = 4 << 20
"""Bytes of a file that are read; generated `configure` scripts have about one million."""
MOST_FILES = 200_000
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".tox"})
_ASIDE = (
    "bench benchmark benchmarks contrib demo demos doc docs example examples external fuzz "
    "fuzzers fuzzing ossfuzz sample samples subprojects t test testing tests testsuite third_party "
    "thirdparty unittest vendor vendored debian packaging"
)
ASIDE = frozenset({*_ASIDE.split(), "test cases"})
ASIDE_BEGINS = ("vendored-", "vendored_")
ASIDE_ENDS = ("-test", "_test", "-tests", "_tests", " tests")
"""Folders whose files do not say what the project itself is."""


class SourceTree:
    """The files below `root`, by name; nothing of them is ever executed."""

    def __init__(self, root: Path, files: tuple[str, ...], origin: str = "") -> None:
        """`files` are relative to `root`, with `/`; `origin` is e.g. `xz-5.8.1.tar.xz`."""
        self.root = root
        self.files = files
        self.origin = origin
        self._names = frozenset(files)
        self._named = tuple((path, path.rpartition("/")[2]) for path in files)
        self._own_names = frozenset(name for _, name in self._named)
        self._texts: dict[str, str] = {}

    def has(self, path: str) -> bool:
        """Whether the file `path` is there."""
        return path in self._names

    def text(self, path: str) -> str:
        """Content of a file, `""` if there is none; what is not UTF-8 is read as Latin-1."""
        if path not in self._texts:
            self._texts[path] = self._read(path) if self.has(path) else ""
        return self._texts[path]

    def glob(self, *patterns: str) -> list[str]:
        """Files of any folder whose own name fits one of the patterns."""
        fit = {name for each in patterns for name in fnmatch.filter(self._own_names, each)}
        return [path for path, name in self._named if name in fit] if fit else []

    def main_files(self, *patterns: str) -> Iterator[str]:
        """Like `glob`, without tests, examples, documentation and bundled projects."""
        for path in self.glob(*patterns):
            if not is_aside(path):
                yield path

    def beside(self, path: str, name: str) -> str:
        """Path of the file `name` in the folder of `path`."""
        return str(PurePosixPath(path).parent / name)

    def _read(self, path: str) -> str:
        try:
            with (self.root / path).open("rb") as stream:
                content = stream.read(LARGEST_TEXT)
        except OSError:
            return ""
        try:
            return content.decode()
        except UnicodeDecodeError:
            return content.decode("latin-1")


def load_tree(root: Path, origin: str = "") -> SourceTree:
    """List a folder. Raises `UsageError` for what is no folder or no source tree by its size."""
    if not root.is_dir():
        raise UsageError(f"{str(root)!r} is not a folder", hint="name the top of a source tree")
    files = tuple(sorted(_walk(root)))
    return SourceTree(root, files, origin or root.resolve().name)


def is_aside(path: str) -> bool:
    """Whether a file is in a folder of tests, examples, documentation or bundled projects."""
    folders = [part.lower() for part in path.split("/")[:-1]]
    return not ASIDE.isdisjoint(folders) or any(
        part.startswith(ASIDE_BEGINS) or part.endswith(ASIDE_ENDS) for part in folders
    )


def line_of(text: str, offset: int) -> int:
    """Number of the line, from 1, that a character of `text` is in."""
    return text.count("\n", 0, offset) + 1


def _walk(root: Path) -> Iterator[str]:
    count = 0
    for folder, names, files in os.walk(root, onerror=_refuse):
        names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
        base = Path(folder).relative_to(root).as_posix()
        for name in files:
            # A link may lead to any file of the machine, which is none of the project's.
            if not Path(folder, name).is_symlink():
                count += 1
                yield name if base == "." else f"{base}/{name}"
        if count > MOST_FILES:
            raise UsageError(
                f"{str(root)!r} has more than {MOST_FILES} files",
                hint="name the top of one project",
            )


def _refuse(error: OSError) -> None:
    raise SystemRefusedError(
        f"cannot read {error.filename!r}: {(error.strerror or str(error)).lower()}",
        hint="make the folder readable",
    ) from error
