"""The reference page of the audit, from the docstrings of the checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.audit.engine import all_checks

if TYPE_CHECKING:
    from condax.audit.engine import Check

INTRODUCTION = """\
<!-- made by: pytest tests/audit/test_docs.py --update-golden -->

# Audit checks

`condax audit ARTIFACT…` and every `condax build` run these checks on finished packages. An error
means that the package would fail for some user: it stops the build, and the package does not enter
the channel. Warnings are printed only. A check that is wrong about a package is left out with
`--ignore NAME`.

| code | name | severity | finds |
|---|---|---|---|
"""


def render_reference() -> str:
    """Markdown: a table of all checks, then one section per check."""
    checks = all_checks()
    rows = "".join(f"{_row(each)}\n" for each in checks)
    return INTRODUCTION + rows + "".join(f"\n{_section(each)}" for each in checks)


def _row(check: Check) -> str:
    summary = check.docs.splitlines()[0].rstrip(".")
    link = f"[{check.name}](#{check.code.lower()}-{check.name})"
    return f"| {check.code} | {link} | {check.severity.value} | {summary} |"


def _section(check: Check) -> str:
    """The docstring, its headings one level deeper below one for the check."""
    body = re.sub("^## (.*)$", r"### \1\n", check.docs, flags=re.MULTILINE)
    return f"## {check.code} {check.name}\n\n{body}\n"
