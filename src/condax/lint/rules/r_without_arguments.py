"""R installs a package without `${R}` and `${R_ARGS}`.

## Why
The R of `host` is for the target and cannot run in a cross build. `cross-r-base` names one that
can in `R`, and in `R_ARGS` what keeps it from loading the package that it has just compiled for
the target, and where the package belongs. Natively `R` is the R of `host`, and `R_ARGS` is empty.

## Bad
    # recipe.yaml
    requirements:
      build:
        - if: build_platform != host_platform
          then: cross-r-base ${{ r_base }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - r-base
      run:
        - r-base
    # build.sh
    R CMD INSTALL --build .

## Good
    # recipe.yaml
    requirements:
      build:
        - if: build_platform != host_platform
          then: cross-r-base ${{ r_base }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - r-base
      run:
        - r-base
    # build.sh
    ${R} CMD INSTALL --build . ${R_ARGS:-}

## Fix
Safe: writes the variables, and leaves the rest of the script as it is. In Windows scripts of
feedstocks that cross-compile Windows packages they are `"%R%"` and `%R_ARGS%`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import SAFE, FileEdit, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

PLAIN = re.compile(r"(?:\$\{?PREFIX\}?/bin/)?R$")
ANY = re.compile(rf"{PLAIN.pattern}|\$\{{?R\}}?$")
INSTALLS = ("CMD", "INSTALL")
MESSAGE = "a cross build cannot run this R, or not load what it has compiled"


@rule("CX326", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """`R CMD INSTALL` for outputs with `r-base` in `host`."""
    for script in context.cross_scripts:
        if any(each.has("host", "r-base") for each in script.outputs):
            for command in script.commands:
                if _installs(command) and script.crossing_runs(command):
                    yield from _finding(script, command)
    for name, commands in context.cross_batch_scripts.items():
        for each in commands:
            is_told = any("%r_args%" in word.lower() for word in each.words)
            if each.words[1:3] == INSTALLS and each.name in {"r", "%r%"} and not is_told:
                yield Finding(
                    at=Place(file=name, start=each.start, end=each.name_end),
                    message=MESSAGE,
                    hint='write `"%R%" CMD INSTALL … %R_ARGS%`',
                    fix=(
                        FileEdit(file=name, start=each.start, end=each.name_end, text='"%R%"'),
                        FileEdit(file=name, start=each.end, end=each.end, text=" %R_ARGS%"),
                    ),
                )


def _installs(command: Command) -> bool:
    values = tuple(word.value for word in command.words[:3])
    return values[1:] == INSTALLS and ANY.match(values[0]) is not None


def _finding(script: BuildScript, command: Command) -> Iterator[Finding]:
    program, end = command.words[0], command.words[-1].end
    is_bare = PLAIN.match(program.value)
    lacks = "R_ARGS" not in command.variables and not command.has_argument("--no-test-load")
    if is_bare or lacks:
        name = "${R}" if is_bare else program.text
        options = " ${R_ARGS:-}" if lacks else ""
        new = f"{name}{script.text[program.end : end]}{options}"
        yield Finding(
            at=script.place(program.start, program.end),
            message=MESSAGE,
            hint="write `${R} CMD INSTALL … ${R_ARGS:-}`",
            fix=(script.edit(program.start, end, new),),
        )
