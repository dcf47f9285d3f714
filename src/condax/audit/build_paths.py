"""Finding folders in files that only exist while a package is built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# rattler-build works in `bld/rattler-build_<name>_<time>/{work,build_env,host_env_placehold…}`,
# conda-build in `<name>_<time>/{work,_build_env,_h_env_placehold…}`.
MARKS = (b"/rattler-build_", b"_env_placehold", b"/_build_env/")
ENGINE_FOLDER = re.compile(
    rb"(?:/[\w.+~@-]+)*(?:"
    rb"/rattler-build_[\w.+-]+_\d+/(?:work|build_env|host_env_placehold\w*)"
    rb"|/\w+_env_placehold\w*"
    rb"|/_build_env(?=/)"
    rb")"
)
WHOLE = rb"(?:(?<![\w.}-])|(?<=-[IL]))%s(?![\w.-])"
"""A path that is not part of a longer name, e.g. `/work` but not `/workspace`."""
PLACEHOLDER_MARK = "_env_placehold"
WINDOW = 512
"""Longest folder name looked for: conda's placeholder prefixes have 255 bytes."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One build folder named in a file, where it is first named."""

    folder: str
    offset: int
    is_placeholder: bool
    """Whether it is the host prefix, which the installer would replace if it were declared."""


def find_leaks(content: bytes, build_paths: tuple[str, ...]) -> Iterator[Leak]:
    """Every build folder that `content` names, each once.

    Looks for `build_paths`, and for folders as rattler-build and conda-build name them.
    """
    seen: set[str] = set()
    for leak in _every_leak(content, build_paths):
        if not any(leak.folder.startswith(folder) for folder in seen):
            seen.add(leak.folder)
            yield leak


def _every_leak(content: bytes, build_paths: tuple[str, ...]) -> Iterator[Leak]:
    for path in sorted(build_paths, key=len):
        encoded = path.encode()
        # The plain search is ten times as fast, and almost always the only one.
        match = encoded in content and re.search(WHOLE % re.escape(encoded), content)
        if match:
            yield Leak(path, match.start(), PLACEHOLDER_MARK in path)
    for mark in MARKS:
        at = content.find(mark)
        while at >= 0:
            resume = at + len(mark)
            for leak in _folders_around(content, at):
                yield leak
                resume = max(resume, leak.offset + len(leak.folder))
            at = content.find(mark, resume)


def _folders_around(content: bytes, at: int) -> Iterator[Leak]:
    start, end = max(0, at - WINDOW), min(len(content), at + WINDOW)
    for match in ENGINE_FOLDER.finditer(content[start:end]):
        # What the window cuts off is seen whole in the one around its own mark.
        if start + match.end() < end or end == len(content):
            folder = match.group().decode()
            yield Leak(folder, start + match.start(), PLACEHOLDER_MARK in folder)
