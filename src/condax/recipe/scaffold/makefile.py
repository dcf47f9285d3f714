"""Projects with only a makefile: its variables are given on the command line of make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, long_command, make_draft
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project


FEW = 2
"""Variables that every call of make repeats; more are an array of the script."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedLibrary:
    """A library that a second makefile links and that nothing installs."""

    makefile: str
    soname: str
    file: str

    @property
    def link_name(self) -> str:
        """What `-l` looks for."""
        return self.file.partition(".so")[0] + ".so"


def makefile_recipe(
    project: Project,
    *,
    targets: tuple[str, ...] = (),
    prefix: str = "PREFIX",
    shared: SharedLibrary | None = None,
) -> Draft:
    """Builds `targets`, or what make builds by itself; `project.options` set variables."""
    lines: list[str] = []
    variables = list(project.options)
    if len(variables) > FEW:
        lines = ["variables=(", *(f"  {each}" for each in variables), ")"]
        variables = ['"${variables[@]}"']
    goals = " ".join(targets)
    lines.append(long_command(f'make -j"$CPU_COUNT" {goals}'.rstrip(), variables))
    if project.check:
        lines += guarded(long_command(f"make {project.check}", variables, indent="    "))
    lines.append(long_command("make install", [*variables, f'{prefix}="$PREFIX"']))
    if shared:
        flags = [each for each in project.options if each.startswith("CFLAGS=")]
        lines += [
            "make clean",
            long_command(f"make -f {shared.makefile}", ['CC="$CC $LDFLAGS"', *_pic(flags)]),
            f'install -m 755 {shared.file} "$PREFIX/lib"',
            f'ln -s {shared.file} "$PREFIX/lib/{shared.soname}"',
            f'ln -s {shared.file} "$PREFIX/lib/{shared.link_name}"',
        ]
    return make_draft(project, requirements_of(project, "make"), lines)


def _pic(flags: list[str]) -> list[str]:
    """Flags for position-independent code, which conda's already ask for or not."""
    return [each[:-1] + ' -fPIC"' if each.endswith('"') else each for each in flags]
