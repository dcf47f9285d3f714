"""Templates of `.pc` files: what is installed, described and where it is at home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.cmake_text import cmake_commands
from condax.project.detect import detector
from condax.project.makefile import without_conditions
from condax.project.model import AboutFact, Fact, PkgConfigFile
from condax.project.tree import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.project.tree import SourceTree

TEMPLATES = ("*.pc.in", "*.pc.cmake", "*.pc.cmakein", "*.pc.in.in")
BUILD_FILES = (
    "Makefile.am",
    "Makefile.in",
    "Makefile",
    "*.tmpl",
    "configure.ac",
    "CMakeLists.txt",
    "meson.build",
    "build.info",
)
FIELD = re.compile(r"^(Description|URL|Libs):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
LIBRARY = re.compile(r"(?<!\S)-l([\w.+-]+)(?!\S)")
FILE = re.compile(r"([\w.+-]+)\.pc\b")
OFF = ("OFF",)
KEYS = {"Description": "summary", "URL": "homepage"}


@detector
def pkg_config(tree: SourceTree) -> Iterator[Fact]:
    """Those whose names a build file speaks of, and that every configuration has."""
    templates = list(tree.main_files(*TEMPLATES))
    build_texts = [tree.text(path) for path in tree.main_files(*BUILD_FILES)] if templates else []
    automake = [tree.text(path) for path in tree.main_files("Makefile.am")] if templates else []
    left_out = set(_left_out_by_cmake(tree)) if templates else set()
    for path in templates:
        name = path.rpartition("/")[2].partition(".pc.")[0]
        if not _is_named(name, build_texts) or (
            _is_named(name, automake) and not _is_named(name, map(without_conditions, automake))
        ):
            continue
        # pkg-config looks into build folders for those that are called uninstalled.
        if name in left_out or name.endswith("-uninstalled"):
            continue
        text = tree.text(path)
        libraries: tuple[str, ...] = ()
        for match in FIELD.finditer(text):
            key, value = match.groups()
            if key == "Libs":
                libraries = tuple(LIBRARY.findall(value))
            elif "@" not in value and "$" not in value:
                where = f"{path}:{line_of(text, match.start())}"
                yield AboutFact(key=KEYS[key], value=_tidy(value), where=where, weight=4)
        yield PkgConfigFile(name=name, libraries=libraries, where=path)


def _is_named(name: str, texts: Iterable[str]) -> bool:
    file = re.compile(rf"(?<![\w.-]){re.escape(name)}\.pc\b(?!\.)")
    return any(file.search(text) for text in texts)


def _left_out_by_cmake(tree: SourceTree) -> Iterator[str]:
    """Files that CMake makes only under an option that is off unless it is asked for."""
    for path in tree.main_files("CMakeLists.txt"):
        text = tree.text(path)
        if ".pc" not in text:
            continue
        commands = list(cmake_commands(text))
        off = {c.arguments[0] for c in commands if c.name == "option" and c.arguments[-1:] == OFF}
        for command in commands:
            if command.name == "configure_file" and off.intersection(command.blocks):
                yield from (match[1] for match in FILE.finditer(" ".join(command.arguments)))


def _tidy(value: str) -> str:
    """Sentences of `about` begin with a capital and have no full stop."""
    return value if "://" in value else value[:1].upper() + value[1:].rstrip(".")
