"""A package of a Linux distribution (CDT) is required.

## Why
CDTs are repackaged files of an old CentOS, and do not exist for every platform. conda-forge has
proper packages for nearly all of them, for all its platforms.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - ${{ cdt("mesa-libgl-devel") }}

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - libgl-devel

## Fix
Unsafe: requires the package that took its place, in `host`, or removes the entry where none is
needed. A CDT that condax knows no successor of is left for you.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import moved_requirement, removed_requirement
from condax.lint.facts import CDT_SUCCESSORS
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX208", severity=Severity.WARNING, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Every `cdt(…)`."""
    for output in context.outputs:
        for entry in output.requirements:
            if entry.call != "cdt":
                continue
            message = f"`{entry.argument}` is a file of an old CentOS"
            successor = CDT_SUCCESSORS.get(entry.argument)
            if successor:
                yield from moved_requirement(
                    context, entry, message=message, section="host", spec=successor
                )
            else:
                yield from removed_requirement(
                    context,
                    entry,
                    message=message,
                    hint="require the package of conda-forge that provides it, in `host`",
                    no_fix="" if successor == "" else "the linter does not know which it is",
                )
