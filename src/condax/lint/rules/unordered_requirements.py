"""Requirement sections are not in the order build, host, run.

## Why
The order is the one in which they come to matter: what runs first, what is linked, what is needed
in the end.

## Bad
    requirements:
      host:
        - openssl
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - openssl
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

ORDER = ("build", "host", "run")


@rule("CX104", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """The first section of an output that comes after one it should precede."""
    for output in context.outputs:
        keys = [key for key in output.output.requirements.sections if key[0] in ORDER]
        for (name, _), (other, span) in itertools.pairwise(keys):
            if ORDER.index(other) < ORDER.index(name):
                yield Finding(
                    at=context.place(span),
                    message=f"`{other}` comes after `{name}`",
                    hint="the order is build, host, run",
                )
                break
