"""What a package's test elements are called: their kind and a title that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import rattler_build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rattler_build import PackageTestType

_TITLE_LENGTH = 60


def describe(test: PackageTestType) -> dict[str, str]:
    """The kind (`script`, `python`, …) and a title, e.g. `import numpy`."""
    match test:
        case rattler_build.CommandsTest():
            kind, title = "script", _first_command(test.script)
        case rattler_build.PythonTest():
            kind, title = "python", "import " + ", ".join(test.imports)
        case rattler_build.PerlTest():
            kind, title = "perl", "use " + ", ".join(test.uses)
        case rattler_build.RTest():
            kind, title = "r", "library " + ", ".join(test.libraries)
        case rattler_build.RubyTest():
            kind, title = "ruby", "require " + ", ".join(test.requires)
        case rattler_build.DownstreamTest():
            kind, title = "downstream", test.downstream
        case rattler_build.PackageContentsTest():
            kind, title = "package_contents", "files"
    if len(title) > _TITLE_LENGTH:
        title = f"{title[: _TITLE_LENGTH - 1]}…"
    return {"kind": kind, "title": title}


def _first_command(script: object) -> str:
    commands = (line.strip() for line in _script_lines(script))
    return next((line for line in commands if line and not line.startswith("#")), "")


def _script_lines(script: object) -> Iterator[str]:
    """`script` is text, a list of commands, or an object with `content` or `file`."""
    if isinstance(script, str):
        yield from script.splitlines()
    elif isinstance(script, Mapping):
        yield from _script_lines(script.get("content") or script.get("file") or "")
    elif isinstance(script, list):
        for command in script:
            yield from _script_lines(command)
