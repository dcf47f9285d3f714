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
Safe: removes the command, with the `&&` before or after it. One that decides something else is left
for you.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.edits import removed
from condax.lint.lines import line_end, line_start
from condax.lint.registry import SAFE, Finding, rule
from condax.recipe.model import ScriptTest
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command
    from condax.recipe.values import Text


@rule("CX501", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Commands of tests, in the recipe and in the files that it runs."""
    for script in context.test_scripts:
        for command in script.named("conda"):
            if not command.arguments or command.arguments[0].value != "inspect":
                continue
            yield Finding(
                at=script.place(command.start, command.end),
                message="`conda inspect` belongs to no test",
                hint="remove the command: the build checks linkages itself",
                fix=_without(context, script, command),
            )


def _without(context: LintContext, script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    item = None if script.is_file else _item_at(context, command)
    if item is not None and item.value.strip() == script.text[command.start : command.end]:
        return removed(context, item)
    start, end = line_start(script.text, command.start), line_end(script.text, command.end)
    before, after = script.masked[start : command.start], script.masked[command.end : end]
    if re.search(r"&&\s*$", before) and re.fullmatch(
        r"\s*(?:#.*)?|\s*&&.*\s*|[ ]*['\"]?\s*", after
    ):
        return (script.edit(start + len(before[: before.rindex("&&")].rstrip()), command.end, ""),)
    if following := re.match(r"\s*&&\s*(?=\S)", after):
        return (script.edit(command.start, command.end + following.end(), ""),)
    is_alone = not before.strip() and re.fullmatch(r"\s*(?:#.*)?\s*", after)
    return (script.edit(start, end, ""),) if is_alone else ()


def _item_at(context: LintContext, command: Command) -> Text | None:
    """The entry of a test's list that holds a command."""
    for output in context.outputs:
        for test in leaves(output.output.tests):
            if isinstance(test, ScriptTest):
                for text in leaves(test.script.content):
                    if text.span and text.span.start <= command.start < text.span.end:
                        return text
    return None
