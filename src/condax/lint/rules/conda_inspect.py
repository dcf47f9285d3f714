"""A test runs `conda inspect`.

## Why
`conda inspect linkages` needs conda-build in the test environment and says nothing that the build
does not check itself. In a cross build it inspects with the build machine's tools.

## Bad
    tests:
      - script:
          - test -e $PREFIX/lib/libexample.so
          - conda inspect linkages -p $PREFIX example

## Good
    tests:
      - script:
          - test -e $PREFIX/lib/libexample.so

## Fix
Safe: removes the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import removed
from condax.lint.registry import SAFE, Finding, rule
from condax.recipe.model import ScriptTest
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX501", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Test commands that begin with it."""
    for output in context.outputs:
        for test in leaves(output.output.tests):
            if not isinstance(test, ScriptTest):
                continue
            for text in leaves(test.script.content):
                if text.value.strip().startswith("conda inspect") and text.span is not None:
                    yield Finding(
                        at=context.place(text.span),
                        message="`conda inspect` belongs to no test",
                        hint="remove the command: the build checks linkages itself",
                        fix=removed(context, text),
                    )
