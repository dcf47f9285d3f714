"""`is_abi3` is compared with a text.

## Why
conda-forge's pinning says `true` and `false`, which are booleans: compared with `"true"` they are
never equal, and the part of the recipe for the stable ABI is silently left out.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - if: is_abi3 == "true"
          then: python-abi3

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - if: is_abi3
          then: python-abi3

## Fix
Safe: writes `is_abi3` or `not is_abi3`. The recipe means what it says from then on, in native
builds too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

COMPARED = re.compile(r"\bis_abi3\s*(==|!=)\s*(['\"])(true|false)\2")


@rule("CX122", severity=Severity.ERROR, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Comparisons anywhere in the recipe, selectors of format 0 included."""
    if "is_abi3" not in context.recipe.text:
        return
    for found in COMPARED.finditer(context.recipe.text):
        new = "is_abi3" if (found[1] == "==") == (found[3] == "true") else "not is_abi3"
        yield Finding(
            at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
            message="`is_abi3` is a boolean, and no text equals it",
            hint=f"write `{new}`",
            fix=(context.edit(found.start(), found.end(), new),),
        )
