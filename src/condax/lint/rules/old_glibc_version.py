"""A variant file asks for a glibc that is too old for the platform.

## Why
`stdlib("c")` becomes a sysroot of the version that the variants say. There is none below the
oldest that conda-forge's compilers are made for: 2.17, and 2.39 for linux-riscv64. The build ends
when its environment is solved, or, where an old sysroot is still on the channel, makes a package
whose libraries need a newer system than it says.

## Bad
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    c_stdlib_version:
      - "2.12"  # [linux]

## Good
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    c_stdlib_version:
      - "2.17"  # [linux]

## Fix
Unsafe: writes the oldest version that there is. Where the line is also for platforms with an older
one (`linux`, with linux-riscv64 among the feedstock's targets), that is left for you.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.conditions import crossings, native
from condax.lint.macos import VARIANT_FILES, as_version, values_on
from condax.lint.registry import UNSAFE, FileEdit, Finding, Place, rule
from condax.platforms import Os, get_platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.platforms import Platform

KEY = "c_stdlib_version"
VERSION = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")
MARK = "0.0"
"""Stands in for a value to see which platforms have it; no version of anything."""


@rule("CX617", severity=Severity.ERROR, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """`c_stdlib_version` on the Linux platforms that are built, of both variant files."""
    for name in VARIANT_FILES:
        text = context.files.get(name, "")
        if KEY not in text:
            continue
        rows = _built(context)
        newest = max(as_version(row.min_libc or "0") for row in rows)
        for found in _versions(text):
            if as_version(found[0]) < newest:
                yield from _too_old(name, text, found, rows)


def _versions(text: str) -> Iterator[re.Match[str]]:
    """What looks like a version below the key; each costs a reading of the file."""
    start, is_below = 0, False
    for line in text.splitlines(keepends=True):
        if line[0] not in " \t-#\r\n":
            is_below = line.startswith(f"{KEY}:")
        if is_below:
            yield from VERSION.finditer(text, start, start + len(line))
        start += len(line)


def _built(context: LintContext) -> tuple[Platform, ...]:
    """Those that everything is built for, and what `conda-forge.yml` adds to them."""
    forge = context.forge_config
    targets = forge.config.targets if forge else ()
    rows = [native().host, *(each.host for each in crossings()), *map(get_platform, targets)]
    return tuple(dict.fromkeys(row for row in rows if row.os is Os.LINUX))


def _too_old(
    name: str, text: str, found: re.Match[str], rows: Sequence[Platform]
) -> Iterator[Finding]:
    start, end = found.span()
    marked = text[:start] + MARK + text[end:]
    having = [row for row in rows if MARK in (values_on(marked, name, KEY, row) or ())]
    floors: dict[str, list[str]] = {}
    for row in having:
        floors.setdefault(row.min_libc or "", []).append(row.subdir)
    old = [each for each in floors if as_version(found[0]) < as_version(each)]
    if not old:
        return
    oldest = [f"{floor}, the oldest for {', '.join(floors[floor])}" for floor in old]
    yield Finding(
        at=Place(file=name, start=start, end=end),
        message=f"glibc {found[0]} is older than {', and than '.join(oldest)}",
        hint=_hint(old),
        fix=(FileEdit(file=name, start=start, end=end, text=old[0]),) if len(floors) == 1 else (),
        no_fix="each of the platforms has an oldest one of its own",
    )


def _hint(floors: Sequence[str]) -> str:
    if len(floors) == 1:
        return f'write "{floors[0]}", or a newer one'
    shown = " and ".join(f'"{each}"' for each in floors)
    return f"write {shown}, each for its platforms, or newer ones"
