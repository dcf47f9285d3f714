"""A compiler is used without the matching `stdlib`.

## Why
The sysroot's version decides the oldest system that the package runs on. Without `stdlib("c")` it
is whatever the compiler's package brings.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}

## Fix
Safe: adds `stdlib("c")` after the output's last compiler, under the same condition. It names what
the compiler had to bring anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import requirement_finding
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX203", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with a compiler and no `stdlib` at all."""
    for output in context.outputs:
        if not output.compiles or any(each.call == "stdlib" for each in output.requirements):
            continue
        if output.has("build", "sysroot_${{ target_platform }}"):
            continue
        last = output.compilers[-1]
        yield from requirement_finding(
            context,
            last,
            message=f'`{last.text.value}` needs `stdlib("c")` beside it',
            specs=('${{ stdlib("c") }}',),
        )
