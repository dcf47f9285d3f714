"""The macOS version is a requirement by hand.

## Why
`stdlib("c")` adds the requirement for the oldest macOS that the variants say. One written by hand
stays behind when they change.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      run:
        - if: osx
          then: __osx >=11.0

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}

## Fix
Safe: removes the requirement, where the output has `stdlib`. A version above 11.0, the oldest
there is, goes into the recipe's variant file as `c_stdlib_version`; the fix makes the file if there
is none. Where that says another version already, and where the requirement is for some Macs only,
it is left for you.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.conditions import selects
from condax.lint.edits import removed_from_run
from condax.lint.macos import OLDEST, as_version, macos_versions
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.stdlib_version import says_stdlib_version, stdlib_version
from condax.platforms import TABLE, Os

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.lint.view import OutputView, Requirement

VERSION = re.compile(r"__osx\s*>=\s*(\d+(?:\.\d+)*)$")


@rule("CX219", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """`__osx >…` in `run` and `run_constraints` of platform-specific outputs."""
    for output in context.outputs:
        for entry in output.requirements:
            if entry.name != "__osx" or output.noarch is not None or entry.span is None:
                continue
            if ">" in entry.text.value and entry.section in {"run", "run_constraints"}:
                yield Finding(
                    at=context.place(entry.span),
                    message=f"`{entry.text.value}` is what `stdlib` adds by itself",
                    hint="set `c_stdlib_version` in the variants instead",
                    fix=_fix(context, output, entry),
                    no_fix="its version would be lost",
                )


def _fix(context: LintContext, output: OutputView, entry: Requirement) -> tuple[FileEdit, ...]:
    version = VERSION.match(entry.text.value)
    has_stdlib = any(each.call == "stdlib" for each in output.build)
    removal = removed_from_run(context, output, entry)
    if version is None or not has_stdlib or not removal:
        return ()
    said = [as_version(each) for _, each in macos_versions(context, "c_stdlib_version")]
    if as_version(version[1]) <= min(said, default=as_version(OLDEST)):
        return removal
    if says_stdlib_version(context, Os.MACOS) is not False or not _is_for_every_mac(entry):
        return ()
    kept = stdlib_version(context, Os.MACOS, version[1])
    return (*removal, *kept) if kept else ()


def _is_for_every_mac(entry: Requirement) -> bool:
    macs = [row.ci_key for row in TABLE if row.os is Os.MACOS]
    return all(selects(each, mac) is True for each in entry.conditions for mac in macs)
