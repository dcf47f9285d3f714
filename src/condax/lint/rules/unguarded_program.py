"""A program that was just built runs, also in a cross build.

## Why
A program of the target platform cannot run on the build machine. In a cross build it fails with
"Exec format error", unless an emulator is there. What it makes (documentation, completions,
tables) has to come from elsewhere, or from a program built for the build machine. Just built are
programs of `$PREFIX`, what the script links, and what it runs by its path in the source or in the
build's folder after a `make`, a `cmake --build` or the like; scripts are not.

## Bad
    # build.sh
    $CC $CFLAGS $LDFLAGS -o hello hello.c
    ./hello --version

## Good
    # build.sh
    $CC $CFLAGS $LDFLAGS -o hello hello.c
    if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != 1 || "${CROSSCOMPILING_EMULATOR:-}" ]]; then
      ./hello --version
    fi

## Fix
Unsafe: puts the condition around the command, or around several in a row. If the package needs what
the program makes, a cross build has to get it another way.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import builds
from condax.lint.guards import guarded, in_a_row, is_tolerated, why_unguarded
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command

INSTALLED = re.compile(r"\$\{?PREFIX\}?/(?:s?bin|libexec)/([\w.+-]+)$")
COMPILERS = re.compile(
    r"\$\{?(?:CC|CXX|FC|F77|GCC|GXX|GFORTRAN)\}?$|(?:.*-)?(?:gcc|g\+\+|cc|c\+\+|clang|gfortran)$"
)
RUNS_ANYWHERE = re.compile(
    r"(?:python|pip|perl|ruby|bash|sh|node|npm|java|R|Rscript|lua|mpi)[\w.]*$|.*[-_]config$"
    r"|.*\.(?:py|sh|pl|rb)$"
)
"""Programs of `$PREFIX` that are scripts, or that other packages make run when crossing."""
SOURCE_TREE = re.compile(r"\A(?:\$\{?(?:SRC_DIR|PWD)\}?/|\./)+")
BUILT_PATH = re.compile(r"(?:[\w.+-]+/)*[\w.+-]*\w$")
SHIPPED = re.compile(
    r"(?i)(?:.*/)?(?:scripts?|contrib|build-aux|ci|native|.*[-_](?:native|host)|.*for[-_]build)/"
    r"|(?:.*/)?(?:configure?|config\.\w+|autogen|bootstrap|buildconf|install(?:-sh)?|setup|build"
    r"|b2|bjam|waf|mach|gradlew|mvnw|libtool|depcomp|missing|version|genversion)$"
    r"|.*\.(?:py|sh|bash|csh|ksh|pl|rb|r|js|lua|tcl|awk|jar|bat|cmd|ps1|in|php)$"
)
"""Paths of programs that come with the source, run anywhere, or are made for the build machine."""
FOLDER = re.compile(r"(?i)[\w.]*build|out(?:put)?$|target$|obj$|bazel-|release$|debug$")


@rule("CX306", severity=Severity.ERROR, fix=UNSAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Programs of `$PREFIX/bin`, ones that the script linked, and ones in the build's folders."""
    for script in context.cross_scripts:
        linked = dict(_linked(script))
        below = {id(command): path for command, path in _below_the_source(script)}
        names = {
            id(each): _program(each, linked) or below.get(id(each)) for each in script.commands
        }
        found = [
            each
            for each in script.commands
            if names[id(each)] and not is_tolerated(script, each) and script.crossing_runs(each)
        ]
        for row in in_a_row(script, found):
            for command in row:
                fix = guarded(script, row)
                yield Finding(
                    at=script.place(command.start, command.words[0].end),
                    message=f"`{names[id(command)]}` is built for the target and cannot run in a "
                    "cross build",
                    hint="run it natively or under `CROSSCOMPILING_EMULATOR` only",
                    fix=fix,
                    no_fix="" if fix else why_unguarded(script, command),
                )


def _below_the_source(script: BuildScript) -> Iterator[tuple[Command, str]]:
    """Programs in the source or in the build's folder that run after something was built."""
    if script.mentions("CC_FOR_BUILD", "CXX_FOR_BUILD"):
        # It may be a program that the script has made for the build machine.
        return
    folder, has_built = "", False
    for command in script.commands:
        if command.name in {"cd", "pushd"} and command.arguments:
            folder = command.arguments[0].value
        elif command.name == "popd":
            folder = ""
        elif command.words and has_built:
            path = _built_path(command.words[0].value, folder)
            if path is not None and script.native_may_run(command):
                yield command, path
        has_built = has_built or builds(command)


def _built_path(value: str, folder: str) -> str | None:
    """The path of a program that is run by it, where that is none of the source's scripts."""
    path = SOURCE_TREE.sub("", value, count=1)
    is_inside = "/" in path or FOLDER.match(posixpath.basename(folder))
    if "/" not in value or not is_inside or ".." in path:
        return None
    return path if BUILT_PATH.match(path) and not SHIPPED.match(path) else None


def _linked(script: BuildScript) -> Iterator[tuple[str, int]]:
    """Programs that a compiler for the target links, and where."""
    for command in script.commands:
        if not command.words or not COMPILERS.match(command.words[0].value):
            continue
        values = [word.value for word in command.words]
        if not {"-c", "-E", "-S"}.isdisjoint(values):
            continue
        for option, value in itertools.pairwise(values):
            if option == "-o" and not value.endswith((".so", ".a", ".o", ".dylib")):
                yield value.removeprefix("./"), command.start


def _program(command: Command, linked: dict[str, int]) -> str | None:
    value = command.words[0].value if command.words else ""
    if "/" not in value:
        return None
    installed = INSTALLED.match(value)
    if installed:
        return None if RUNS_ANYWHERE.match(installed[1]) else installed[1]
    name = value.removeprefix("./")
    return name if linked.get(name, command.start) < command.start else None
