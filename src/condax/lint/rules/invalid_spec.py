"""A requirement is no match spec.

## Why
conda and rattler read requirements by the same grammar; what does not follow it stops the build, or
only the solver of the user.

## Bad
    requirements:
      host:
        - openssl >=3,,<4

## Good
    requirements:
      host:
        - openssl >=3,<4
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

PLAIN = re.compile(
    r"(?:__)?[a-z0-9][a-z0-9_.-]*(?:\s+(?:[<>=!~]{0,2}\d[\w.*]*)(?:,[<>=!~]{1,2}\d[\w.*]*)*(?:\s+[\w*]+)?)?$"
)
"""What needs no parser: a name, versions that begin with a digit, a build string."""


@rule("CX214", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Specs without expressions that py-rattler refuses, or that have too many fields."""
    for output in context.outputs:
        for entry in output.requirements:
            text = entry.text.value
            if "${{" in text or entry.span is None or PLAIN.match(text):
                continue
            problem = _problem(text) or _misplaced(text)
            if problem:
                yield Finding(
                    at=context.place(entry.span),
                    message=f"{text!r} is no match spec: {problem}",
                    hint="write `name version build`, e.g. `openssl >=3,<4`",
                )


def _misplaced(text: str) -> str | None:
    """What a lenient reader takes for a build string."""
    _, *versions = re.sub(r",\s+", ",", text.partition("#")[0]).split()
    if len(versions) > len(("version", "build")):
        return f"it has {len(versions) + 1} fields"
    if len(versions) > 1 and versions[1][0] in "<>=!~":
        return f"{versions[1]!r} stands where the build string does"
    return None


@functools.lru_cache(maxsize=1024)
def _problem(text: str) -> str | None:
    """Why py-rattler does not take a spec."""
    from rattler import MatchSpec
    from rattler.exceptions import InvalidMatchSpecError

    try:
        MatchSpec(text, strict=False)
    except InvalidMatchSpecError as error:
        return str(error).splitlines()[0]
    return None
