"""A `configure` option names one machine, whatever is being built.

## Why
`--host=x86_64-…` in a build script makes every other platform's package one for x86-64, or a build
that fails half-way. The activation of the compilers exports the right names as `BUILD` and `HOST`.

## Bad
    # build.sh
    autoreconf --force --install
    ./configure --prefix="$PREFIX" --build=x86_64-conda-linux-gnu --host=x86_64-conda-linux-gnu
    make install

## Good
    # build.sh
    autoreconf --force --install
    ./configure --prefix="$PREFIX" --build="${BUILD}" --host="${HOST}"
    make install

## Fix
Safe: writes `"${BUILD}"` and `"${HOST}"`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_configure
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

OPTION = re.compile(r"--(build|host)=((?:x86_64|amd64|i[3-6]86)-[\w.-]+)$")


@rule("CX304", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Literal triplets of x86 machines in `--build` and `--host`, where a cross build passes."""
    for script in context.cross_scripts:
        for command in filter(is_configure, script.commands):
            if not script.crossing_runs(command):
                continue
            for word in command.arguments:
                found = OPTION.match(word.value)
                if found:
                    name = found[1].upper()
                    yield Finding(
                        at=script.place(word.start, word.end),
                        message=f"`{word.value}` is the same machine for every platform",
                        hint=f'write `--{found[1]}="${{{name}}}"`',
                        fix=(script.edit(word.start, word.end, f'--{found[1]}="${{{name}}}"'),),
                    )
