"""A sysroot is required by name.

## Why
`sysroot_linux-64` is for one machine: every other platform's build gets it as well and fails, or
links against it. `stdlib("c")` names the right one, in the version that the variants say.

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
Unsafe: removes the requirement. A version other than the default goes into
`conda_build_config.yaml` as `c_stdlib_version`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import removed_requirement
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX207", severity=Severity.ERROR, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Requirements named `sysroot_linux-…`, of compiled outputs."""
    for output in context.outputs:
        for entry in output.requirements:
            if entry.name.startswith("sysroot_linux") and entry.section in {"build", "host"}:
                yield from removed_requirement(
                    context,
                    entry,
                    message=f"`{entry.text.value}` is for one machine",
                    hint='use `stdlib("c")`; its version is `c_stdlib_version` of the variants',
                )
