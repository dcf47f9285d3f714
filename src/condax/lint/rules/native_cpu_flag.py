"""The compiler is told to make code for the processor that it runs on.

## Why
`-march=native` is the processor of the build machine: in a cross build one of another family,
which the compiler refuses, and natively one that the user may not have.

## Bad
    # build.sh
    make CFLAGS="$CFLAGS -march=native"
    make install PREFIX=$PREFIX

## Good
    # build.sh
    make CFLAGS="$CFLAGS"
    make install PREFIX=$PREFIX

## Fix
Safe: removes the flag. It changes native builds too, for the better.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

FLAG = re.compile(r" ?(?<![\w-])-m(?:arch|tune|cpu)=native\b")


@rule("CX309", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """The flag, anywhere in a script but in its comments and in `sed` commands that remove it."""
    for script in context.cross_scripts:
        if "=native" not in script.masked:
            continue
        for found in FLAG.finditer(script.masked):
            start, end = found.span()
            line = line_start(script.masked, start)
            before = script.masked[line:start]
            if re.search(r"(?:^|\s)#|\b(?:sed|grep|perl|patch)\b", before):
                continue
            begin = start + (found[0][0] == " ")
            yield Finding(
                at=script.place(begin, end),
                message=f"`{found[0].strip()}` is the processor of the build machine",
                hint="remove the flag: activation's `CFLAGS` say what the package is for",
                fix=(script.edit(start, end, ""),),
            )
