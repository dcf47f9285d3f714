"""The folder of Python's packages is worked out by hand.

## Why
`SP_DIR` (`%SP_DIR%` on Windows) is where the package's modules belong: of noarch packages another
place than of others, and in a cross build a place in the host environment that no Python of the
build machine names. rattler-build sets it in every build of a package with Python.

## Bad
    build:
      number: 0
      script:
        - export SP_DIR=$PREFIX/lib/python3.12/site-packages
        - cp -r example $SP_DIR

## Good
    build:
      number: 0
      script:
        - cp -r example $SP_DIR
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import V1, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

BY_HAND = re.compile(
    r"^[^\S\n]*(?:-\s+)?(?:then:\s+)?((?:export\s+|set\s+\"?)?SP_DIR\s*=.*)"
    r"|(%PREFIX%[\\/]+Lib[\\/]+site-packages)",
    re.IGNORECASE | re.MULTILINE,
)
SCRIPTS = (".sh", ".bat")


@rule("CX320", severity=Severity.WARNING, formats=(V1,))
def check(context: LintContext) -> Iterator[Finding]:
    """Assignments to `SP_DIR` and the path on Windows, in recipes of format 1 and scripts."""
    recipe = context.recipe
    for name, text in context.files.items():
        is_script = name == recipe.path or name.endswith(SCRIPTS)
        if not is_script or not ("SP_DIR" in text or "site-packages" in text):
            continue
        for found in BY_HAND.finditer(text):
            start, end = found.span(found.lastindex or 0)
            yield Finding(
                at=Place(file=name, start=start, end=end),
                message="the build sets `SP_DIR` itself",
                hint="use `$SP_DIR`, or `%SP_DIR%` on Windows, as it is",
            )
