"""R packages: `cross-r-base` where R of the host cannot run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.natures import Nature
from condax.recipe.scaffold.model import Need
from condax.recipe.scaffold.parts import make_draft
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project

LINES = ("export DISABLE_AUTOBREW=1", "${R} CMD INSTALL --build . ${R_ARGS}")


def r_recipe(project: Project) -> Draft:
    """R loads every package that the one to build depends on while it builds it."""
    packages = tuple(
        replace(need, nature=Nature.BUILD_IMPORT, is_imported=True)
        if need.name.startswith("r-")
        else need
        for need in project.needs
        if need.name != "r-base"
    )
    project = replace(project, needs=(Need(name="r-base"), *packages))
    tools = ("make",) if project.languages else ()
    return make_draft(project, requirements_of(project, *tools), LINES)
