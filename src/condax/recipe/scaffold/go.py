"""Go programs: `go build`, with the licences of the modules that are linked in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, make_draft
from condax.recipe.scaffold.requirements import requirements_of
from condax.recipe.values import Text

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project

LICENSES = "library_licenses"


def go_recipe(
    project: Project, *, has_cgo: bool = False, commands: tuple[str, ...] = (".",)
) -> Draft:
    """`GOOS` and `GOARCH` of the compiler package say for which platform."""
    languages = ("c", "go-cgo") if has_cgo else ("go-nocgo",)
    files = (*project.about.license_file, Text(value=f"{LICENSES}/"))
    about = replace(project.about, license_file=files)
    project = replace(project, languages=languages, about=about)
    lines = [
        *(guarded(project.check) if project.check else []),
        *(
            f'go build -v -trimpath -ldflags="-s -w" -o "$PREFIX/bin/{_name(folder, project)}" '
            f"{folder if folder == '.' else './' + folder}"
            for folder in commands
        ),
        f"go-licenses save ./... --save_path {LICENSES}",
    ]
    return make_draft(project, requirements_of(project, "go-licenses"), lines)


def _name(folder: str, project: Project) -> str:
    return project.name if folder == "." else folder.rpartition("/")[2]
