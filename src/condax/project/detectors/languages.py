"""Languages of the files that the build compiles, where no build file declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import Fact, Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

DECLARED = ("CMakeLists.txt", "meson.build", "configure.ac", "configure.in")
"""Where these are at the top, what they declare counts."""
SUFFIXES = {
    ".c": "c",
    ".cc": "cxx",
    ".cpp": "cxx",
    ".cxx": "cxx",
    ".f": "fortran",
    ".f90": "fortran",
    ".f03": "fortran",
    ".pyx": "cython",
    ".rs": "rust",
    ".go": "go",
    ".cu": "cuda",
}
NOT_HERE = (
    "win32",
    "windows",
    "vms",
    "msvc",
    "dos",
    "macos",
    "android",
    "ada95",
    "c++",
    "wasm",
    "java",
    "swift",
    "csharp",
)
"""Folders for other systems, and bindings that are built on request."""


@detector
def languages(tree: SourceTree) -> Iterator[Fact]:
    """One fact a language, at its first file."""
    if any(tree.has(name) for name in DECLARED):
        return
    found = set()
    for path in tree.main_files(*(f"*{suffix}" for suffix in SUFFIXES)):
        language = SUFFIXES["." + path.rpartition(".")[2]]
        folders = {part.lower() for part in path.split("/")[:-1]}
        if language not in found and folders.isdisjoint(NOT_HERE):
            found.add(language)
            yield Language(name=language, where=path)
