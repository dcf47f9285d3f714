"""A `configure` script runs with the `config.sub` of its tarball.

## Why
`config.sub` and `config.guess` know the machines of their day. Those of an old tarball have not
heard of `aarch64` or `powerpc64le`, and `configure` stops, whether `--host` or the environment
names the machine. `gnuconfig` has current ones to copy over them; `autoreconf --force` makes new
ones, too, and without `--force` it keeps those.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - make
    # build.sh
    ./configure --prefix="${PREFIX}"
    make install

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - make
        - gnuconfig
    # build.sh
    cp "${BUILD_PREFIX}"/share/gnuconfig/config.* .
    ./configure --prefix="${PREFIX}"
    make install

## Fix
Safe: requires `gnuconfig`, and replaces every `config.sub` and `config.guess` of a tree before its
`configure` runs. A script that enters several trees has copies for each, or for what they are in.
Where Windows builds the package without that script, `gnuconfig` is required on Unix only. A script
that passes both `--build` and `--host` is left alone: it was made for cross builds. One that passes
`--host` only may have been so for native ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_given
from condax.lint.conditions import holds, windows
from condax.lint.edits import Insertion, inserted
from condax.lint.registry import SAFE, Finding, rule
from condax.lint.scalars import lines_before
from condax.lint.source_trees import configures, copied_to, first_of_each, reaches, remade
from condax.recipe.values import guarded_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.lint.lines import Edits
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command
    from condax.lint.shell_folders import Folder
    from condax.lint.source_trees import Configure
    from condax.lint.view import OutputView

OWNERS = frozenset({"gnuconfig", "libtool"})
OWNER = re.compile(rf"(?:\}}\}})?(?:{'|'.join(sorted(OWNERS))})(?![\w-])")
"""A requirement that brings current files, perhaps with a beginning that says for which system."""
MARKS = ("gnuconfig", "libtool/build-aux")
"""Where current files are, below `share`."""
COPY = """\
find @ -name config.sub -exec cp "${BUILD_PREFIX}/share/gnuconfig/config.sub" {} \\;
find @ -name config.guess -exec cp "${BUILD_PREFIX}/share/gnuconfig/config.guess" {} \\;
"""


@rule("CX307", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Configure runs that nothing refreshed the files for, and `gnuconfig` used by half."""
    if any(each.name in OWNERS for each in context.outputs):
        return
    for script in context.cross_scripts:
        outputs = [each for each in script.outputs if each.compiles and each.is_cross_built]
        listed = [each for each in configures(script) if script.crossing_runs(each.command)]
        if not outputs or not listed:
            continue
        lacking = [each for each in outputs if not _has_files(each)]
        copies, trees = _copies(script), [each.tree for each in listed]
        for number, each in enumerate(first_of_each(listed)):
            earlier = [other for other in script.commands if other.start < each.command.start]
            places = [*copies, *(folder for other in earlier for folder in remade(script, other))]
            is_new = any(reaches(place, each.tree, trees) for place in places)
            is_half = bool(copies and lacking and number == 0)
            if is_half or not (is_new or _is_made_to_cross(script, each.command)):
                yield Finding(
                    at=script.place(each.command.start, each.command.words[0].end),
                    message=_message(is_copied=is_half and is_new, is_idle=not (lacking or copies)),
                    hint="require `gnuconfig` in `build` and copy its `config.sub` and "
                    "`config.guess` before `configure`",
                    fix=_fix(context, script, lacking, each, is_stale=not is_new),
                    no_fix="there is no line for it in `build`, or for the copies in the script",
                )


def _has_files(output: OutputView) -> bool:
    texts = (each.text.value for each in output.build)
    return any(OWNER.match(text[max(text.find("}}"), 0) :]) is not None for text in texts)


def _copies(script: BuildScript) -> list[Folder]:
    """Where current files are copied to; one folder that cannot be told if no command says it."""
    if not any(mark in script.masked for mark in MARKS):
        return []
    found = [
        copied_to(script, command)
        for command in script.commands
        if any(mark in word.value for word in command.words for mark in MARKS)
    ]
    return [folder for each in found for folder in each] or [None]


def _is_made_to_cross(script: BuildScript, command: Command) -> bool:
    """Whether it names both machines, or is not autoconf's, as those of zlib and FFmpeg."""
    if command.has_argument("--shared") or is_given(script, command, "--cc="):
        return True
    return all(is_given(script, command, each) for each in ("--build", "--host"))


def _message(*, is_copied: bool, is_idle: bool) -> str:
    if is_copied:
        return "`gnuconfig` is copied from and not required"
    if is_idle:
        return "`gnuconfig` is required, and its files are never copied"
    return "`configure` runs with the `config.sub` of the tarball"


def _fix(
    context: LintContext,
    script: BuildScript,
    lacking: Sequence[OutputView],
    first: Configure,
    *,
    is_stale: bool,
) -> tuple[FileEdit, ...]:
    required = [_required(context, script, first.command, each) for each in lacking]
    if not all(required):
        return ()
    edits = [edit for each in required for edit in each]
    if not is_stale:
        return tuple(edits)
    lines = _copies_before(script, first)
    return (*edits, *lines) if lines else ()


def _copies_before(script: BuildScript, first: Configure) -> tuple[FileEdit, ...]:
    """Lines with copies before a `configure`, unless its tree has no name there."""
    start = first.command.line_start
    path = next((first.written(script, each.start) for each in _lines(script, start, ".")), None)
    return _lines(script, start, path) if path else ()


def _lines(script: BuildScript, start: int, path: str) -> tuple[FileEdit, ...]:
    return lines_before(script, start, COPY.replace("@", path))


def _required(
    context: LintContext, script: BuildScript, command: Command, output: OutputView
) -> Edits:
    """`gnuconfig` where the compilers are; on Unix only, if Windows does not run the command."""
    crossing = [each for each in output.compilers if each.when_crossing]
    first = min(crossing or output.compilers, key=lambda each: len(each.conditions))
    others = output.is_built_on_windows and not _runs_on_windows(context, script, command, output)
    if first.conditions and not (others and holds(first.conditions, windows()) is not False):
        alike = Insertion(section="build", specs=("gnuconfig",), like=first)
        if edits := inserted(context, output, alike):
            return edits
    condition = "unix" if others else None
    return inserted(
        context, output, Insertion(section="build", specs=("gnuconfig",), condition=condition)
    )


def _runs_on_windows(
    context: LintContext, script: BuildScript, command: Command, output: OutputView
) -> bool:
    """Whether Windows has no other commands than these for the output, or calls their file."""
    if not script.is_file:
        return holds(script.conditions_at(command.start), windows()) is not False
    own = output.output.build.script
    texts = [text for name, text in context.files.items() if name.endswith(".bat")]
    texts += [
        text.value
        for text, conditions in guarded_leaves(own.content if own else ())
        if holds(conditions, windows()) is not False
    ]
    return not texts or any(script.file in each for each in texts)
