"""A program that the build runs is only in `host`.

## Why
Programs of `host` are for the target: a cross build cannot run them. What runs while building
belongs into `build`.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - cmake
        - zlib

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - cmake
      host:
        - zlib

## Fix
Unsafe: moves the requirement to `build`. A package that ships with the program linked in keeps it
in `host`, and adds it to `build`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import moved_requirement
from condax.lint.facts import is_build_tool
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX206", severity=Severity.ERROR, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Well-known build programs in `host` that are neither in `build` nor in `run`."""
    for output in context.outputs:
        if not output.is_cross_built:
            continue
        for entry in output.host:
            if not is_build_tool(entry.name) or not entry.when_crossing:
                continue
            if output.has("build", entry.name) or output.has("run", entry.name):
                continue
            if context.shares_build(entry.name):
                continue
            yield from moved_requirement(
                context,
                entry,
                message=f"`{entry.name}` runs while building, and this one is the target's",
                section="build",
            )
