"""A library is in `build` and not in `host`.

## Why
`build` is for what runs on the build machine. A package that links a library from there links the
build machine's one: natively that works by luck, in a cross build the linker refuses the file.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - zlib

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - zlib

## Fix
Unsafe: moves the requirement to `host`. Leave it, with a comment, if only a program that runs
while building needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import moved_requirement
from condax.lint.facts import is_library
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX204", severity=Severity.ERROR, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Packages with nothing but a library, in outputs that compile."""
    for output in context.outputs:
        if not output.is_cross_built or not output.compiles:
            continue
        for entry in output.build:
            if is_library(entry.name) and entry.is_unconditional:
                if output.has("host", entry.name):
                    continue
                yield from moved_requirement(
                    context,
                    entry,
                    message=f"`{entry.name}` in `build` is the build machine's library",
                    section="host",
                )
