"""A condition names one machine where it means Linux.

## Why
`linux64` and `target_platform == "linux-64"` are false on every other Linux machine: the compiler,
the patch or the dependency is silently missing there.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - if: host_platform == "linux-64"
          then: libudev

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - if: linux
          then: libudev

## Fix
Unsafe: writes `linux`. Packages that only exist for x86 are not reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.facts import X86_ONLY
from condax.lint.registry import UNSAFE, FileEdit, Finding, Place, rule
from condax.recipe.values import Conditional, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.lint.context import LintContext
    from condax.recipe.values import Item, SourceSpan

NARROW = re.compile(
    r"\blinux64\b|\b(?:target|host)_platform\s*==\s*(?:'linux-64'|\"linux-64\")"
    r"|\(?\blinux and x86(?:_64)?\b\)?|\(?\bx86(?:_64)? and linux\b\)?"
)
OTHERS = re.compile(r"aarch64|ppc64le|arm64|\blinux\b(?!-64)")
PLAIN_NAME = re.compile(r"[\w.-]+")


@rule("CX316", severity=Severity.WARNING, fix=UNSAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Conditions of requirements and patches that have no other branch for other machines."""
    for output in context.outputs:
        requirements = output.output.requirements
        for section in (requirements.build, requirements.host, requirements.run):
            yield from _narrow(context, section)
    for source in context.recipe.source:
        if not isinstance(source, Conditional):
            yield from _narrow(context, source.patches)


def _narrow(context: LintContext, items: Iterable[Item[Text]]) -> Iterator[Finding]:
    listed = list(items)
    conditions = [each.condition.value for each in listed if isinstance(each, Conditional)]
    # Who names other machines here, or Linux as a whole, knows what this one leaves out.
    if any(OTHERS.search(NARROW.sub("", each)) for each in conditions):
        return
    for item in listed:
        if not isinstance(item, Conditional) or item.otherwise or item.condition.span is None:
            continue
        found = NARROW.search(item.condition.value)
        if (
            found
            and not _is_x86_only(item)
            and not _is_negated(item.condition.value, found.start())
        ):
            yield _finding(context, item.condition.span, found[0])


def _is_negated(condition: str, position: int) -> bool:
    return condition[:position].rstrip(" (").endswith("not")


def _is_x86_only(item: Conditional[Text]) -> bool:
    for each in item.then:
        name = PLAIN_NAME.match(each.value) if isinstance(each, Text) else None
        if name is None or name[0].startswith(X86_ONLY) or "x86" in name[0] or "avx" in name[0]:
            return True
    return False


def _finding(context: LintContext, span: SourceSpan, narrow: str) -> Finding:
    recipe = context.recipe
    start = recipe.text.find(narrow, span.start, span.end)
    edit = FileEdit(file=recipe.path, start=start, end=start + len(narrow), text="linux")
    return Finding(
        at=Place(file=recipe.path, start=span.start, end=span.end),
        message=f"`{narrow}` leaves out every other Linux machine",
        hint="write `linux`, unless this only exists for x86-64",
        fix=(edit,) if start >= 0 else (),
    )
