"""Build tools of the machine as packages: what no channel offers, for build environments only.

A tool becomes a small package of the machine's own platform with the tool's real version, the
build string `external_0`, and links or start scripts in `bin/`. The packages that one job asks for
make a channel of their own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.build.external_tools import TABLE, ExternalTool
from condax.build.model import spec_names
from condax.errors import ToolFailedError, ToolNotFoundError
from condax.platforms import NOARCH
from condax.system.files import refusals, temporary_directory, write_text
from condax.system.process import attempt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from condax.build.channels import Offers
    from condax.build.model import Job
    from condax.platforms import Platform

BUILD_STRING = "external_0"

START_SCRIPT = """\
#!/bin/sh
@VARIABLES@
exec '@PROGRAM@' "$@"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundTool:
    """A tool that the machine has."""

    row: ExternalTool
    paths: Mapping[str, Path]
    """Path in the prefix → file of the machine."""

    @property
    def main(self) -> Path:
        """The file that knows the version."""
        return next(iter(self.paths.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class ExternalChannel:
    """The tools of the machine that one job asks for."""

    url: str
    tools: tuple[str, ...]
    """What reports name, e.g. `make 4.3 (/usr/bin/make)`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExternalTools:
    """The tools of one machine, and a folder for the packages made of them."""

    folder: Path
    platform: Platform
    """The machine's own."""
    env: Mapping[str, str]
    """`PATH` is searched, then `scripts`."""
    scripts: Path | None = None
    """Where the programs of wheels are, in the Python environment that runs condax."""

    def find(self, name: str) -> FoundTool | None:
        """The tool for a conda package name, if the machine has it."""
        row = next((row for row in TABLE if row.name == name), None)
        if row is None:
            return None
        places = self.env.get("PATH", "").split(os.pathsep)
        # pyenv, rustup and the like choose by settings in HOME, which a build script does not see.
        places = [p for p in places if Path(p).name != "shims" and ".cargo" not in Path(p).parts]
        if self.scripts is not None:
            places.append(str(self.scripts))
        paths = found_paths(row, os.pathsep.join(places))
        return FoundTool(row=row, paths=paths) if paths else None

    def channel(self, names: Iterable[str]) -> ExternalChannel:
        """A channel with a package for each name, all of which have to be there."""
        from condax.channel.assembled import assemble_channel

        tools = [tool for name in names if (tool := self.find(name))]
        packages = [self.package(tool) for tool in tools]
        channel = assemble_channel(self.folder / "channels", packages, self.platform)
        return ExternalChannel(
            url=channel.as_uri(),
            tools=tuple(
                f"{' '.join(package.name.split('-external')[0].rsplit('-', 1))} ({tool.main})"
                for tool, package in zip(tools, packages, strict=True)
            ),
        )

    def package(self, tool: FoundTool) -> Path:
        """The package for a tool, made when there is none for this state of the machine."""
        from condax.channel.archive import PackageSpec, write_conda

        folder = self.folder / "packages" / _digest(tool)
        known = next(folder.glob("*.conda"), None)
        if known is not None:
            return known
        spec = PackageSpec(
            name=tool.row.name,
            version=self.version(tool),
            build=BUILD_STRING,
            subdir=self.platform,
            summary=f"{tool.main}, a program of the build machine",
        )
        with temporary_directory(self.folder) as scratch:
            for name, path in tool.paths.items():
                _place(scratch / name, path, tool.row)
            with refusals(folder):
                folder.mkdir(parents=True, exist_ok=True)
            return write_conda(spec, scratch, folder)

    def version(self, tool: FoundTool) -> str:
        """What the tool says of itself, as a conda version."""
        argv = [word.replace("@", str(tool.main)) for word in tool.row.ask]
        said = attempt(argv, env={**self.env, "LC_ALL": "C"})
        match = re.search(tool.row.answer, said.stdout + said.stderr)
        if match is None:
            raise ToolFailedError(
                f"{str(tool.main)!r} does not tell its version",
                hint=f"check that it runs, or take it from a channel: -c conda-forge "
                f"(package {tool.row.name!r})",
                argv=argv,
                returncode=said.returncode,
                tail=(said.stdout + said.stderr).splitlines()[-5:],
            )
        return match.group(1).replace("-", ".")


def external_names(job: Job, made: Collection[tuple[str, str]], offers: Offers) -> tuple[str, ...]:
    """Build requirements that neither a channel has nor the plan, which makes `(name, subdir)`."""
    machine = job.platforms.build
    own = {name for name, subdir in made if subdir in {machine.subdir, NOARCH.subdir}}
    return offers.missing(set(spec_names(job.requirements.build)) - own, machine)


def missing_tool(job: Job, names: Sequence[str], channels: Sequence[str]) -> ToolNotFoundError:
    """The exception for build requirements that neither a channel nor the machine has."""
    rows = {row.name: row for row in TABLE}
    known = [rows[name] for name in names if name in rows]
    hint = "add a channel that has it: -c conda-forge"
    if len(known) < len(names):
        hint += "; or name its recipe in the same command"
    if known:
        hint += f"; or install it: apt install {' '.join(row.debian for row in known)}"
    wheels = [row.pypi for row in known if row.pypi]
    if wheels:
        hint += f" (or pip install {' '.join(wheels)})"
    quoted = ", ".join(map(repr, names))
    return ToolNotFoundError(
        f"the build environment of {job} needs {quoted}, which no channel offers and this machine"
        " does not have",
        hint=hint,
        where=f"channels: {', '.join(channels) or 'none'}",
    )


def found_paths(row: ExternalTool, search_path: str) -> dict[str, Path]:
    """Path in the prefix → file; empty if what has to be there is not."""
    paths: dict[str, Path] = {}
    for program in row.programs:
        where = shutil.which(program, path=search_path)
        if where is not None:
            paths[f"bin/{program}"] = Path(where).absolute()
        elif program == row.programs[0]:
            return {}
    for place, patterns in row.files:
        found = next((path for pattern in patterns for path in _matches(pattern)), None)
        if found is None:
            return {}
        paths[place] = found
    for alias, program in row.aliases:
        paths.setdefault(f"bin/{alias}", paths[f"bin/{program}"])
    return paths


def _matches(pattern: str) -> list[Path]:
    """Newest first, as far as names tell."""
    return sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


def _place(path: Path, target: Path, row: ExternalTool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not row.variables:
        path.symlink_to(target)
        return
    variables = "\n".join(f'export {name}="${{{name}-{value}}}"' for name, value in row.variables)
    text = START_SCRIPT.replace("@VARIABLES@", variables).replace("@PROGRAM@", str(target))
    write_text(path, text, mode=0o755)


def _digest(tool: FoundTool) -> str:
    """Changes with the row, and with every file that is taken."""
    states = [
        (name, str(p), p.stat().st_size, p.stat().st_mtime_ns) for name, p in tool.paths.items()
    ]
    state = json.dumps([repr(tool.row), states])
    return hashlib.sha256(state.encode()).hexdigest()[:16]
