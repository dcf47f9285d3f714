"""A compiler environment as text, one function per reader."""

from __future__ import annotations

import json
import shlex
from enum import Enum
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.toolchain import meson
from condax.toolchain.wrappers import SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.toolchain.environment import CompilerEnvironment

GITHUB_DELIMITER = "condax-end-of-value"


class EnvFormat(str, Enum):
    """Who reads the text."""

    SHELL = "shell"
    """`eval "$(condax env T)"` in sh, bash, zsh."""
    FISH = "fish"
    """`condax env T --format fish | source`."""
    GITHUB = "github"
    """`condax env T --format github >> "$GITHUB_ENV"`."""
    JSON = "json"
    CMAKE = "cmake"
    """A toolchain file."""
    MESON = "meson"
    """A cross file, or for this machine's own platform a native file."""


def render_environment(environment: CompilerEnvironment, form: EnvFormat) -> str:
    """The text in the given format.

    Raises `UsageError` where the format has no way to hold a path with white space: `CFLAGS` and
    `CMAKE_ARGS` are split into words by whoever reads them.
    """
    prefix = str(environment.prefix)
    if form not in _ANY_PATH and len(prefix.split()) > 1:
        raise UsageError(
            f"the cache folder has white space in its name, and CFLAGS cannot quote it: {prefix!r}",
            hint="name another one with --cache-dir, or use --format cmake or meson",
        )
    return _RENDERERS[form](environment)


def _shell(environment: CompilerEnvironment) -> str:
    # Each with its semicolon, so that `eval $(...)` without quotes works as well.
    return "".join(
        f"unset {name};\n" if value is None else f"export {name}={shlex.quote(value)};\n"
        for name, value in environment.variables.items()
    )


def _fish(environment: CompilerEnvironment) -> str:
    def quoted(text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    return "".join(
        f"set -e {name}\n" if value is None else f"set -gx {name} {quoted(value)}\n"
        for name, value in environment.variables.items()
    )


def _github(environment: CompilerEnvironment) -> str:
    """Its file knows no way to unset a variable: one that should be gone is empty."""
    lines = []
    for name, value in environment.variables.items():
        if value and "\n" in value:
            lines.append(f"{name}<<{GITHUB_DELIMITER}\n{value}\n{GITHUB_DELIMITER}\n")
        else:
            lines.append(f"{name}={value or ''}\n")
    return "".join(lines)


def _json(environment: CompilerEnvironment) -> str:
    facts = {
        "target": environment.target.subdir,
        "prefix": str(environment.prefix),
        "variables": dict(environment.variables),
    }
    return json.dumps(facts, indent=2) + "\n"


def _cmake(environment: CompilerEnvironment) -> str:
    """The package's own file finds its prefix by its place, and so is included and not copied."""
    file = environment.prefix / SHARE / f"{environment.target.conda_triplet}.cmake"
    return f"include([==[{file}]==])\n"


def _meson(environment: CompilerEnvironment) -> str:
    tools = {
        **meson.BINARIES,
        **{
            name: tool
            for name, tool in meson.OPTIONAL_BINARIES.items()
            if environment.tool(tool).exists()
        },
    }
    binaries: dict[str, tuple[str, ...]] = {
        name: (str(environment.tool(tool)),) for name, tool in tools.items()
    }
    if not environment.is_cross:
        return meson.render_machine_file(None, binaries)
    if environment.emulator:
        binaries["exe_wrapper"] = environment.emulator
    return meson.render_machine_file(environment.target, binaries)


_RENDERERS: Mapping[EnvFormat, Callable[[CompilerEnvironment], str]] = {
    EnvFormat.SHELL: _shell,
    EnvFormat.FISH: _fish,
    EnvFormat.GITHUB: _github,
    EnvFormat.JSON: _json,
    EnvFormat.CMAKE: _cmake,
    EnvFormat.MESON: _meson,
}
_ANY_PATH = (EnvFormat.CMAKE, EnvFormat.MESON)
