"""`conda-forge.yml` uses a key that is on its way out.

## Why
Deprecated keys still work, until they do not; each has a successor.

## Bad
    # conda-forge.yml
    test_on_native_only: true

## Good
    # conda-forge.yml
    test: native_and_emulated

## Fix
Safe: removes the keys that nothing reads any more, and writes `test_on_native_only` by its name of
today. Others stand for settings that a person has to choose.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, FileEdit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint
    from condax.lint.registry import Finding

UNREAD = frozenset({"min_py_ver", "max_py_ver", "min_r_ver", "max_r_ver", "compiler_stack"})
NATIVE_ONLY = re.compile(
    r"test_on_native_only:[ ]*(?:true|True|yes)(?=[ ]*(?:#.*)?\r?$)", re.MULTILINE
)


@rule("CX605", severity=Severity.WARNING, fix=SAFE)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Keys and providers that the schema marks as deprecated."""
    if forge_config is None:
        return
    for finding in forge_config.findings("deprecated-provider"):
        yield replace(finding, no_fix="what to set instead is a choice")
    for finding in forge_config.findings("deprecated-key", fix=True):
        key = forge_config.text[finding.at.start : finding.at.end]
        fix = finding.fix if key in UNREAD else _renamed(forge_config, finding)
        yield replace(finding, fix=fix, no_fix="what to set instead is a choice")


def _renamed(forge_config: ForgeLint, finding: Finding) -> tuple[FileEdit, ...]:
    """`test: native_and_emulated`, unless there is a `test` already."""
    found = NATIVE_ONLY.match(forge_config.text, finding.at.start)
    if found is None or re.search(r"^test:", forge_config.text, re.MULTILINE):
        return ()
    new = "test: native_and_emulated"
    return (FileEdit(file=finding.at.file, start=found.start(), end=found.end(), text=new),)
