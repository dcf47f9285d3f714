"""`pip install .` without `--no-build-isolation` or `--no-deps`.

## Why
With build isolation pip fetches the build backend and NumPy from the network for the machine that
builds, beside those of the recipe: a cross build then compiles against the wrong ones. Without
`--no-deps` pip installs dependencies that belong to other packages. conda-build and rattler-build
say so by environment variables; a script that says it itself also works where they are not set.

## Bad
    # build.sh
    $PYTHON -m pip install . -vv

## Good
    # build.sh
    $PYTHON -m pip install . -vv --no-deps --no-build-isolation

## Fix
Safe: adds the options that are missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import python_module
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

LOCAL = (".", "./", "$SRC_DIR", "${SRC_DIR}")
NEEDED = (
    ("--no-deps", "PIP_NO_DEPENDENCIES", "PIP_NO_DEPS"),
    ("--no-build-isolation", "PIP_NO_BUILD_ISOLATION", "PIP_NO_BUILD_ISOLATION"),
)


@rule("CX312", severity=Severity.WARNING, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """`pip install` of the source folder; a wheel is built already, and its place says which."""
    for script in context.scripts:
        exported = {each.name for each in script.shell.assignments}
        for command in script.commands:
            module, arguments = python_module(command) or ("", ())
            values = [word.value for word in arguments]
            if module != "pip" or values[:1] != ["install"]:
                continue
            if not any(each.startswith(LOCAL) and ".whl" not in each for each in values[1:]):
                continue
            missing = [
                option
                for option, *variables in NEEDED
                if option not in values and exported.isdisjoint(variables)
            ]
            if missing:
                options, place = " ".join(missing), _end_of_first_line(script, command)
                yield Finding(
                    at=script.place(command.start, command.end),
                    message=f"`pip install` without `{options}`",
                    hint=f"add `{options}`",
                    fix=(script.edit(place, place, f" {options}"),),
                )


def _end_of_first_line(script: BuildScript, command: Command) -> int:
    """Behind the command's last word in the line that it begins in, or behind the whole of it.

    A word that may be an option for the next one is left beside it, and `install` comes first.
    """
    line = script.masked[command.start : command.end].partition("\n")[0]
    words = [each for each in command.words if each.end <= command.start + len(line)]
    if len(words) == len(command.words) or all(each.value != "install" for each in words):
        return command.end
    last = words[-1]
    takes_next = last.value.startswith("-") and re.fullmatch(r"-[vqUI]+", last.value) is None
    return command.end if takes_next else last.end
