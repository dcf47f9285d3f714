"""`python setup.py` installs the package.

## Why
`setup.py install` is gone from new setuptools, makes eggs with old ones, fetches what is missing
from the network, and leaves out the metadata that `pip check` reads. It also bypasses the build
backend, where the settings for a cross build are read.

## Bad
    # build.sh
    $PYTHON setup.py install --single-version-externally-managed --record=record.txt

## Good
    # build.sh
    $PYTHON -m pip install . --no-deps --no-build-isolation -vv

## Fix
Unsafe: writes the pip command in its place. Options other than the usual ones need a look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_python
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

USUAL = ("--single-version-externally-managed", "--record", "--prefix=$PREFIX", "--no-deps", "-q")


@rule("CX311", severity=Severity.WARNING, fix=UNSAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """`setup.py install` and `setup.py develop`, with any options."""
    for script in context.scripts:
        for command in filter(is_python, script.commands):
            values = [word.value for word in command.arguments]
            if not values or values[0].rpartition("/")[2] != "setup.py":
                continue
            if "install" not in values and "develop" not in values:
                continue
            rest = [each for each in values[1:] if each not in {"install", "record.txt"}]
            usual = values[0] == "setup.py" and all(each.startswith(USUAL) for each in rest)
            python = command.words[0]
            program = script.text[python.start : python.end]
            new = f"{program} -m pip install . --no-deps --no-build-isolation -vv"
            yield Finding(
                at=script.place(python.start, command.end),
                message="`setup.py install` bypasses the build backend",
                hint="run `python -m pip install . --no-deps --no-build-isolation -vv`",
                fix=(script.edit(python.start, command.end, new),) if usual else (),
                no_fix="" if usual else "pip has other options, or another folder, for this",
            )
