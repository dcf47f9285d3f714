"""A `configure` script runs with the `config.sub` of its tarball.

## Why
`config.sub` and `config.guess` know the machines of their day. Those of an old tarball have not
heard of `aarch64` or `powerpc64le`, and `configure` stops, whether `--host` or the environment
names the machine. `gnuconfig` has current ones to copy over them; `autoreconf --force` makes new
ones, too, and without `--force` it keeps those.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - make
    # build.sh
    ./configure --prefix="${PREFIX}"
    make install

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - make
        - gnuconfig
    # build.sh
    cp "${BUILD_PREFIX}"/share/gnuconfig/config.* .
    ./configure --prefix="${PREFIX}"
    make install

## Fix
Safe: requires `gnuconfig`, and replaces every `config.sub` and `config.guess` of the source before
`configure` runs. A script that passes both `--build` and `--host` is left alone: it was made for
cross builds. One that passes `--host` only may have been so for native ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_configure, is_given
from condax.lint.edits import Insertion, inserted
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.scalars import lines_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

if TYPE_CHECKING:
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command
    from condax.lint.view import OutputView

REFRESHERS = ("autogen.sh", "bootstrap", "bootstrap.sh", "buildconf")
FORCED = {"autoreconf": "f", "automake": "f", "libtoolize": "f"}
"""Programs that leave the files alone unless they are told to replace them, by `--force…` or so."""
COPY = """\
find . -name config.sub -exec cp "${BUILD_PREFIX}/share/gnuconfig/config.sub" {} \\;
find . -name config.guess -exec cp "${BUILD_PREFIX}/share/gnuconfig/config.guess" {} \\;
"""


@rule("CX307", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Configure runs that nothing refreshed the files for, and `gnuconfig` used by half."""
    for script in context.cross_scripts:
        outputs = [each for each in script.outputs if each.compiles and each.is_cross_built]
        copies = "gnuconfig" in script.masked or "libtool/build-aux" in script.masked
        for command in filter(is_configure, script.commands):
            # Without an option it is no configure of autoconf's, which wants a prefix.
            if not outputs or not command.arguments or not script.crossing_runs(command):
                continue
            lacking = [each for each in outputs if not each.has("build", "gnuconfig", "libtool")]
            refreshed = any(
                _refreshes(each) for each in script.commands if each.start < command.start
            )
            # Options of a configure that is not autoconf's, as zlib and FFmpeg have them.
            other = command.has_argument("--shared") or is_given(script, command, "--cc=")
            told = all(is_given(script, command, each) for each in ("--build", "--host"))
            if (copies and lacking) or not (copies or refreshed or other or told):
                yield Finding(
                    at=script.place(command.start, command.words[0].end),
                    message=_message(copies=copies, required=not lacking),
                    hint="require `gnuconfig` in `build` and copy its `config.sub` and "
                    "`config.guess` before `configure`",
                    fix=_fix(context, script, command, lacking),
                    no_fix="there is no line for it in `build`, or for the copies in the script",
                )
            break


def _refreshes(command: Command) -> bool:
    letter = FORCED.get(command.name)
    if letter is None:
        return command.name in REFRESHERS
    return any(
        word.value.startswith("--force") or re.match(rf"-[a-z]*{letter}", word.value)
        for word in command.arguments
    )


def _message(*, copies: bool, required: bool) -> str:
    if copies:
        return "`gnuconfig` is copied from and not required"
    if required:
        return "`gnuconfig` is required, and its files are never copied"
    return "`configure` runs with the `config.sub` of the tarball"


def _fix(
    context: LintContext, script: BuildScript, command: Command, lacking: list[OutputView]
) -> tuple[FileEdit, ...]:
    insertion = Insertion(section="build", specs=("gnuconfig",))
    required = [inserted(context, output, insertion) for output in lacking]
    if not all(required):
        return ()
    edits = [edit for each in required for edit in each]
    if "gnuconfig" in script.masked:
        return tuple(edits)
    lines = lines_before(script, command.line_start, COPY)
    return (*edits, *lines) if lines else ()
