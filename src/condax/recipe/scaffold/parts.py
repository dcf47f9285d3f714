"""Pieces that the recipes of all build systems share."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from condax.recipe.model import (
    Build,
    ContextVariable,
    Package,
    Recipe,
    Requirements,
    Script,
    ScriptTest,
)
from condax.recipe.scaffold.model import NOTHING, Draft
from condax.recipe.scaffold.requirements import compilers
from condax.recipe.values import Text
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from condax.recipe.model import Test
    from condax.recipe.scaffold.model import Project

GUARD = (
    'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]];'
    " then"
)
"""Tests run natively, and where an emulator runs them."""
IS_CROSS = 'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then'
HEAD = "#!/bin/bash\nset -euxo pipefail\n"
SHORT = 3
"""Commands that a recipe holds itself; more are a `build.sh`."""
EXPORTS_COMMENT = (
    "Packages built with this one may run with every later version of the same major one: "
    "narrow it if upstream breaks its ABI more often."
)


def guarded(*commands: str) -> list[str]:
    """Lines that run only where the host platform's programs can run."""
    return [GUARD, *(f"  {command}" for command in commands), "fi"]


def long_command(first: str, options: Iterable[str], *, indent: str = "  ") -> str:
    """A command with its options, one a line where they do not fit into one."""
    options = list(options)
    line = " ".join([first, *options])
    if len(line) <= 96:  # noqa: PLR2004 - a line of a script
        return line
    return f" \\\n{indent}".join([first, *options])


ALONE = "It links no other {1}; condax: ignore[missing-{0}-licenses]"
"""At a compiler whose programs need no licences but their own."""


def make_draft(
    project: Project,
    requirements: Requirements,
    lines: Sequence[str],
    *,
    comments: Mapping[str, str] = NOTHING,
    build: Build | None = None,
) -> Draft:
    """A draft whose script is `lines`, in a `build.sh` if they are more than a few."""
    build = build or Build()
    is_long = len(lines) > SHORT or any("\n" in line for line in lines)
    content = [Text(value="build.sh")] if is_long else [string_text(line) for line in lines]
    said = dict(comments)
    if project.is_library:
        said.setdefault("requirements.run_exports", EXPORTS_COMMENT)
    recipe = Recipe(
        context=(ContextVariable(name="version", value=string_text(project.version)),),
        package=Package(name=string_text(project.name), version=Text(value="${{ version }}")),
        source=(project.source,),
        build=Build(
            number=Text(value="0"),
            noarch=build.noarch,
            skip=build.skip,
            python=build.python,
            script=Script(content=tuple(content)),
        ),
        requirements=requirements,
        tests=project.tests,
        about=project.about,
    )
    text = HEAD + "\n" + "\n".join(lines) + "\n"
    return Draft(recipe=recipe, files={"build.sh": text} if is_long else {}, comments=said)


def link_test(*libraries: str) -> Test:
    """A program linked with the libraries is built and run where the package is installed."""
    flags = " ".join(f"-l{shlex.quote(library)}" for library in libraries)
    return ScriptTest(
        build=compilers(("c",)),
        script=Script(
            content=tuple(
                string_text(line)
                for line in (
                    "echo 'int main(void) { return 0; }' > consumer.c",
                    f"$CC $CFLAGS consumer.c -o consumer $LDFLAGS -Wl,--no-as-needed {flags}",
                    "./consumer",
                )
            )
        ),
    )


def command_test(*commands: str) -> Test:
    """Commands run where the package is installed."""
    return ScriptTest(script=Script(content=tuple(map(string_text, commands))))


def templated(url: str, version: str) -> str:
    """A URL with the version as a variable, so that an update changes one line."""
    return url.replace(version, "${{ version }}") if version else url


def in_folder(folder: str) -> list[str]:
    """The command that goes there, if it is not the top."""
    return [] if folder == "." else [f"cd {shlex.quote(folder)}"]
