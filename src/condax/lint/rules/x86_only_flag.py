"""A compiler flag that only x86 has, for every platform.

## Why
`-msse4.2`, `-mavx2` and `-march=x86-64-v3` are errors for compilers of other machines.

## Bad
    # build.sh
    export CFLAGS="$CFLAGS -mavx2"
    make install PREFIX=$PREFIX

## Good
    # build.sh
    if [[ "$target_platform" == "linux-64" ]]; then
      export CFLAGS="$CFLAGS -mavx2"
    fi
    make install PREFIX=$PREFIX
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

FLAG = re.compile(
    r"(?<![\w-])-m(?:sse[\d.]*|ssse3|avx\w*|fma|bmi2?|aes|pclmul|(?:arch|tune)=(?:x86-64[\w-]*|haswell|"
    r"skylake[\w-]*|nocona|core2|nehalem))(?![\w=-])"
)


PASSED_ON = ("FLAGS", "ARGS", "OPTIONS", "OPTS")
"""Endings of the names of variables that compilers and build systems are given."""


@rule("CX319", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Such flags in assignments and commands that a cross build surely comes to."""
    for script in context.cross_scripts:
        if FLAG.search(script.masked) is None:
            continue
        places = [
            (command.start, command.end)
            for command in script.commands
            if script.crossing_runs(command)
        ]
        places += [
            (each.start, each.end)
            for each in script.shell.assignments
            if each.name.endswith(PASSED_ON) and script.crossing_assigns(each)
        ]
        for start, end in sorted(set(places)):
            found = FLAG.search(script.masked, start, end)
            if found:
                yield Finding(
                    at=script.place(*found.span()),
                    message=f"`{found[0]}` is an error for every compiler but x86's",
                    hint="pass it only where `target_platform` is linux-64",
                )
