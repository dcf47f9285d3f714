"""A sysroot is required by name.

## Why
`sysroot_linux-64` is for one machine: every other platform's build gets it as well and fails, or
links against it. `sysroot_${{ target_platform }}` is the right one, in a version that nothing else
knows of. `stdlib("c")` names the right one, in the version that the variants say.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - sysroot_linux-64 2.17

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}

## Fix
Unsafe: removes the requirement. Its version goes into the recipe's variant file as
`c_stdlib_version` for Linux, unless that says one already or the version is below 2.17, the oldest
with compilers. Where the file says one for some machines only, that is left for you. Where there is
no such file, the fix makes `conda_build_config.yaml`, or `variants.yaml` for a recipe of format 1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.conditions import native
from condax.lint.edits import removed_requirement
from condax.lint.macos import as_version
from condax.lint.registry import UNSAFE, Finding, rule
from condax.lint.stdlib_version import says_stdlib_version, stdlib_version
from condax.platforms import Os

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit

VERSION = re.compile(r"\s[=>]*(\d+\.\d+)")


@rule("CX207", severity=Severity.ERROR, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Requirements named `sysroot_…`, also `sysroot_${{ host_platform }}`, of compiled outputs."""
    for output in context.outputs:
        for entry in output.requirements:
            if entry.name.startswith("sysroot_") and entry.section in {"build", "host"}:
                for each in removed_requirement(
                    context,
                    entry,
                    message=f"`{entry.text.value}` is written by hand",
                    hint='use `stdlib("c")`; its version is `c_stdlib_version` of the variants',
                ):
                    fix = _with_version(context, entry.text.value, each.fix)
                    yield replace(each, fix=fix, no_fix="its version would be lost")


def _with_version(
    context: LintContext, spec: str, removal: tuple[FileEdit, ...]
) -> tuple[FileEdit, ...]:
    """Nothing where the version would be lost, unless there is no such sysroot."""
    version, said = VERSION.search(spec), says_stdlib_version(context, Os.LINUX)
    oldest = as_version(native().host.min_libc or "")
    if version is None or said or not removal or as_version(version[1]) < oldest:
        return removal
    kept = stdlib_version(context, Os.LINUX, version[1]) if said is False else ()
    return (*removal, *kept) if kept else ()
