"""A file names a folder that exists only while the package is built, or one of the build machine.

## Why
Compiler and linker flags, scripts and search paths that name such a folder point to nothing on the
user's machine; `-I/usr/include` and `-L/usr/lib` bring in headers and libraries that are not those
of the prefix, and in a cross build those of another processor. They also make two builds of the
same recipe differ.

It is an error in what other builds read (`.pc`, `.la`, `*-config` scripts, CMake files), in the
first line of a script, and where a file names the host prefix that `paths.json` does not declare
for it; elsewhere (debug information, `__FILE__`) it is a warning. The placeholder prefix that
`paths.json` declares for a file is fine, because the installer replaces it. So is the host prefix
in byte code: Python sets the path anew when it imports it. Of `/usr` only what other builds read is
checked.

## Bad
    # lib/pkgconfig/tool.pc
    libdir=/usr/lib
    Libs: -L/home/me/output/bld/rattler-build_tool_1700000000/build_env/lib -ltool

## Fix
Configure with `--prefix=$PREFIX`; remove the build prefix from installed files at the end of the
build script (`sed -i "s|$BUILD_PREFIX|$PREFIX|g"`); for source folders in binaries, compile with
`-ffile-prefix-map=$SRC_DIR=.`.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from condax.audit.build_paths import find_leaks
from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact, PackagedFile
    from condax.audit.build_paths import Leak
    from condax.audit.context import AuditContext

READ_BY_BUILDS = ("*.pc", "*.la", "*-config", "*.cmake")

USR = re.compile(r"""(?:(?<![\w}./-])|(?<=-[IL]))/usr(?:/(?!bin/env\b)[\w./+-]*|(?=[\s"';:]|$))""")
USR_FOLDER = re.compile(r"(?:(?<![\w}./-])|(?<=-[IL]))/usr(?:/local)?/(?:lib\w*|include)(?!\w)")
SHELL_VALUE = re.compile(r"(?:export\s+)?\w+=|.*\becho\b")
USR_RULES = {
    "*.pc": (USR, re.compile("")),
    "*.la": (USR, re.compile("")),
    # A script may well compare a folder with /usr/lib: only what it sets at its start or prints
    # counts, and not the list of standard folders that ncurses6-config makes to compare with.
    "*-config": (USR_FOLDER, SHELL_VALUE),
    # Find modules search /usr by design, a package's own description has no business there.
    "*-config.cmake": (USR_FOLDER, re.compile("")),
    "*Config.cmake": (USR_FOLDER, re.compile("")),
    "*[Tt]argets*.cmake": (USR_FOLDER, re.compile("")),
}
"""File name → what a path of the build machine looks like, and which lines are looked at."""


@check("CV105", severity=Severity.ERROR)
def build_path_left(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """One finding per file and folder."""
    for name, file in artifact.files.items():
        content = bytes(file.content)
        if file.placeholder:
            content = content.replace(file.placeholder.encode(), b"")
        for leak in find_leaks(content, context.build_paths):
            if leak.is_placeholder and name.endswith(".pyc"):
                continue
            yield Finding(
                path=name,
                message=f"{_place(content, leak.offset)} names the build folder {leak.folder!r}",
                hint="replace it by a path relative to the file, or by $PREFIX",
                severity=None if _breaks_users(name, content, leak) else Severity.WARNING,
            )
        yield from _usr_findings(name, file)


def _breaks_users(name: str, content: bytes, leak: Leak) -> bool:
    if _file_name_matches(name, READ_BY_BUILDS) or leak.is_placeholder:
        return True
    return content.startswith(b"#!") and b"\n" not in content[: leak.offset]


def _file_name_matches(name: str, patterns: tuple[str, ...]) -> bool:
    last = name.rpartition("/")[2]
    return any(fnmatchcase(last, pattern) for pattern in patterns)


def _place(content: bytes, offset: int) -> str:
    if b"\0" in content:
        return "the file"
    before = content.count(b"\n", 0, offset)
    return f"line {before + 1}"


def _usr_findings(name: str, file: PackagedFile) -> Iterator[Finding]:
    """One finding per file, for the first line that uses a folder of the build machine."""
    for pattern, (path, line_start) in USR_RULES.items():
        if not _file_name_matches(name, (pattern,)):
            continue
        lines = bytes(file.content).decode("utf-8", "replace").splitlines()
        for number, line in enumerate(lines, start=1):
            found = path.search(line)
            if found and line_start.match(line) and not line.lstrip().startswith("#"):
                yield Finding(
                    path=name,
                    message=f"line {number} uses {found.group()!r} of the build machine",
                    hint="configure with --prefix=$PREFIX and use only libraries from it",
                )
                return
