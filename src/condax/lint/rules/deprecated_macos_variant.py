"""A variant file names the macOS version by an old key.

## Why
`MACOSX_DEPLOYMENT_TARGET` is `c_stdlib_version` now, and versions below 11.0 are not supported.

## Bad
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    MACOSX_DEPLOYMENT_TARGET:
      - "11.0"  # [osx]

## Good
    # recipe.yaml
    build:
      number: 0
    # conda_build_config.yaml
    c_stdlib_version:
      - "11.0"  # [osx]

## Fix
Safe: writes the key's name of today. Where a value is older than 11.0, whether to take a newer one
is for you to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.macos import OLDEST, as_version, macos_versions
from condax.lint.registry import SAFE, FileEdit, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

KEY = re.compile(r"^MACOSX_DEPLOYMENT_TARGET:[^#\n]*(?:#\s*\[([^\]\n]*)\])?", re.MULTILINE)
NAME = "MACOSX_DEPLOYMENT_TARGET"
FOR_MACOS = re.compile(r"osx|unix|not (?:win|linux)")


@rule("CX608", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """The key at the beginning of a line."""
    for name in ("conda_build_config.yaml", "variants.yaml"):
        for found in KEY.finditer(context.files.get(name, "")):
            if found[1] and not FOR_MACOS.search(found[1]):
                # Compilers for macOS that run elsewhere take it as a plain variable.
                continue
            yield Finding(
                at=Place(file=name, start=found.start(), end=found.start() + len(NAME)),
                message="`MACOSX_DEPLOYMENT_TARGET` has another name",
                hint="write `c_stdlib_version`",
                fix=_fix(context, name, found),
                no_fix="a version of it is older than any that the compilers have",
            )


def _fix(context: LintContext, name: str, found: re.Match[str]) -> tuple[FileEdit, ...]:
    values = [value for _, value in macos_versions(context, NAME)]
    if any(as_version(value) < as_version(OLDEST) for value in values):
        return ()
    start = found.start()
    return (FileEdit(file=name, start=start, end=start + len(NAME), text="c_stdlib_version"),)
