"""A build script has a syntax error.

## Why
The shell stops at the line where it no longer understands the script, after everything before it
has been built. The other rules only know the part that can be read.

## Bad
    # build.sh
    make
    if [[ "$CI" == 1 ]]; then
      make install PREFIX=$PREFIX

## Good
    # build.sh
    make
    if [[ "$CI" == 1 ]]; then
      make install PREFIX=$PREFIX
    fi
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.errors import ToolNotFoundError
from condax.lint.ignores import line_starts
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import Place
    from condax.lint.scripts import BuildScript

ERROR = re.compile(r"line (\d+): (?:syntax error: )?(.+)")


@rule("CX325", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Scripts that the parser cannot read whole and that bash refuses too, where there is bash."""
    for script in context.scripts:
        # Reading is quick and sometimes wrong about what is an error; bash is never.
        refusal = _refusal(script, context.program_path) if script.shell.is_broken else None
        if refusal is not None:
            yield Finding(
                at=_line(script, int(refusal[1])),
                message=f"the shell cannot read this: {refusal[2]}",
                hint="correct the syntax",
            )


def _refusal(script: BuildScript, path: str) -> re.Match[str] | None:
    """What `bash -n` says, which runs nothing."""
    from condax.system.process import attempt

    try:
        env = {"PATH": path, "LC_ALL": "C.UTF-8"}
        done = attempt(("bash", "-O", "extglob", "-n"), env=env, stdin=script.masked)
    except ToolNotFoundError:
        return None
    return ERROR.search(done.stderr) if done.returncode else None


def _line(script: BuildScript, number: int) -> Place:
    """The text of a line; of the last one that has some if the script ends too early."""
    end = len(script.text.rstrip())
    starts = [each for each in line_starts(script.text) if each < end] or [0]
    start = starts[min(number, len(starts)) - 1]
    line = script.text[start:].split("\n", 1)[0]
    start += len(line) - len(line.lstrip())
    return script.place(start, max(start + len(line.strip()), start + 1))
