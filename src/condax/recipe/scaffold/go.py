"""Go programs: `go build`, with the licences of the modules that are linked in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import ALONE, guarded, make_draft
from condax.recipe.scaffold.requirements import requirements_of
from condax.recipe.values import Text

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project

LICENSES = "library_licenses"


def go_recipe(
    project: Project,
    *,
    has_cgo: bool = False,
    has_modules: bool = True,
    commands: tuple[str, ...] = (".",),
) -> Draft:
    """`GOOS` and `GOARCH` of the compiler package say for which platform.

    The licences of other modules are collected where there are any.
    """
    languages = ("c", "go-cgo") if has_cgo else ("go-nocgo",)
    about = project.about
    if has_modules:
        files = (*about.license_file, Text(value=f"{LICENSES}/"))
        about = replace(about, license_file=files)
    project = replace(project, languages=languages, about=about)
    lines = [
        *(guarded(project.check) if project.check else []),
        *(
            f'go build -v -trimpath -ldflags="-s -w" -o "$PREFIX/bin/{_name(folder, project)}" '
            f"{folder if folder == '.' else './' + folder}"
            for folder in commands
        ),
        *((f"go-licenses save ./... --save_path {LICENSES}",) if has_modules else ()),
    ]
    tools = ("go-licenses",) if has_modules else ()
    compiler = f'requirements.build/${{{{ compiler("{languages[-1]}") }}}}'
    comments = {} if has_modules else {compiler: ALONE.format("go", "module")}
    return make_draft(project, requirements_of(project, *tools), lines, comments=comments)


def _name(folder: str, project: Project) -> str:
    return project.name if folder == "." else folder.rpartition("/")[2]
