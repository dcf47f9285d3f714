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
the compiler had to bring anyway. Compilers that are never there together, as in `if` and `else`,
get one each. No fix is offered for a compiler alone in its branch, beside an `else`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.conditions import can_hold_together, crossings, holds, native
from condax.lint.edits import requirement_finding
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.view import COMPILED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.lint.view import Requirement


@rule("CX203", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Compilers that some build for Linux has without any `stdlib`."""
    for output in context.outputs:
        if output.has("build", "sysroot_${{ target_platform }}"):
            continue
        stdlibs = [each for each in output.requirements if each.call == "stdlib"]
        compilers = [each for each in output.compilers if each.argument in COMPILED_LANGUAGES]
        left = [each for each in compilers if _is_without(each, stdlibs)]
        while left:
            fewest = min(len(each.conditions) for each in left)
            *_, last = (each for each in left if len(each.conditions) == fewest)
            yield from requirement_finding(
                context,
                last,
                message=f'`{last.text.value}` needs `stdlib("c")` beside it',
                specs=('${{ stdlib("c") }}',),
            )
            left = [each for each in left if not _is_always_beside(last, each)]


def _is_without(compiler: Requirement, stdlibs: Sequence[Requirement]) -> bool:
    """Whether a native or a cross build for Linux can have the compiler and surely no stdlib."""
    if any(each.is_unconditional for each in stdlibs):
        return False
    return any(
        compiler.holds(platforms)
        and not any(
            each.holds(platforms) and can_hold_together((*compiler.conditions, *each.conditions))
            for each in stdlibs
        )
        for platforms in (native(), *crossings())
    )


def _is_always_beside(one: Requirement, other: Requirement) -> bool:
    """Whether every build for Linux that has `other` has what stands beside `one`."""
    return set(one.conditions) <= set(other.conditions) or all(
        holds(one.conditions, platforms) is True
        for platforms in (native(), *crossings())
        if other.holds(platforms)
    )
