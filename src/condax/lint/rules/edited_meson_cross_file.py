"""A build script edits `meson_cross_file.txt`.

## Why
The file belongs to the compilers' activation, and `cross-python` appends to it: lines added by a
script end up in whatever section is last, and break when either changes. Meson reads several cross
files; a later one overrides an earlier one.

## Bad
    # build.sh
    echo "longdouble_format = 'IEEE_QUAD_LE'" >> $BUILD_PREFIX/meson_cross_file.txt
    meson setup ${MESON_ARGS} builddir

## Good
    # build.sh
    if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
      echo "[properties]" > extra-cross-file.txt
      echo "longdouble_format = 'IEEE_QUAD_LE'" >> extra-cross-file.txt
      MESON_ARGS="${MESON_ARGS} --cross-file=${PWD}/extra-cross-file.txt"
    fi
    meson setup ${MESON_ARGS} builddir

## Fix
None: a line without a heading goes into whatever section the activation has written last, and only
you know for which one it was meant. `cross-python` adds the `python` of a cross build to the file
itself, unless a script names the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

WRITES = re.compile(r">>?\s*\"?[^\s\"]*meson_cross_file\.txt")
IN_PLACE = re.compile(r"-i\S*$|--in-place")


@rule("CX318", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Redirections into the file, and `sed -i`, `tee` and the like on it."""
    for script in context.cross_scripts:
        if "meson_cross" not in script.masked:
            continue
        for command in script.commands:
            if not script.crossing_may_run(command):
                continue
            statement = script.masked[command.start : command.line_end].split("\n")[0]
            named = command.argument_with(
                "$BUILD_PREFIX/meson_cross", "${BUILD_PREFIX}/meson_cross"
            )
            edits = named and (
                command.name == "tee"
                or (
                    command.name in {"sed", "perl"}
                    and any(IN_PLACE.match(w.value) for w in command.words)
                )
            )
            if edits or WRITES.search(statement):
                yield Finding(
                    at=script.place(command.start, max(command.end, command.start + 1)),
                    message="`meson_cross_file.txt` belongs to the compilers' activation",
                    hint="write a file of your own and pass it with a second `--cross-file`",
                    no_fix="which section it was meant for, only you know",
                )
