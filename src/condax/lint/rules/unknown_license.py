"""The licence is no SPDX expression.

## Why
Tools that look for licences a company may use read SPDX identifiers. Anything else is unknown to
them.

## Bad
    about:
      homepage: https://example.org/
      license: Apache License 2.0
      license_file: LICENSE
      summary: An example

## Good
    about:
      homepage: https://example.org/
      license: Apache-2.0
      license_file: LICENSE
      summary: An example
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.values import value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SIMPLE = re.compile(r" (?:AND|OR) ")
OPERATORS = frozenset({"AND", "OR", "WITH", ""})
REFERENCE = re.compile(r"(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$")
COMMON = frozenset(
    {
        *("MIT", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0", "GPL-3.0-or-later", "Zlib", "ISC"),
        *("GPL-2.0-or-later", "LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-2.0", "PSF-2.0"),
        *(
            "GPL-3.0-only",
            "GPL-2.0-only",
            "Unlicense",
            "0BSD",
            "BSL-1.0",
            "curl",
            "OpenSSL",
            "blessing",
        ),
        *("X11", "bzip2-1.0.6", "LicenseRef-Public-Domain"),
    }
)
"""Most recipes have one of these: the list of all of them takes time to load."""


@rule("CX404", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Licences that are plain text."""
    for output in context.outputs:
        for text in value_leaves(output.output.about.license):
            if text.has_expression or text.span is None:
                continue
            problem = _problem(text.value)
            if problem:
                yield Finding(
                    at=context.place(text.span),
                    message=problem,
                    hint="write an SPDX identifier or expression, or `LicenseRef-…`",
                )


@functools.lru_cache(maxsize=1024)
def _problem(text: str) -> str | None:
    if set(SIMPLE.split(text)) <= COMMON:
        return None
    words = [word for word in re.split(r"[\s()]+", text) if word.upper() not in OPERATORS]
    unknown = [word for word in words if not REFERENCE.match(word) and word not in _identifiers()]
    if unknown or not words:
        import difflib

        near = difflib.get_close_matches(text, _identifiers(), n=1)
        return f"{text!r} is no SPDX expression" + (f"; did you mean {near[0]!r}?" if near else "")
    return None if _parses(text) else f"{text!r} is no SPDX expression"


@functools.cache
def _identifiers() -> frozenset[str]:
    from license_expression import get_license_index

    keys = (entry.get("spdx_license_key") for entry in get_license_index())
    others = (
        key for entry in get_license_index() for key in entry.get("other_spdx_license_keys", ())
    )
    return frozenset(key for key in (*keys, *others) if key and not key.startswith("LicenseRef-"))


def _parses(text: str) -> bool:
    from license_expression import ExpressionError, ExpressionParseError, Licensing

    try:
        Licensing().parse(text)
    except (ExpressionError, ExpressionParseError):
        return False
    return True
